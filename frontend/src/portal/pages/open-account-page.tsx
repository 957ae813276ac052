import { Link, useNavigate } from 'react-router'
import { useAccountTypes } from '@/features/accounts/api/list-account-types'
import { useBranches } from '@/features/accounts/api/list-branches'
import { OpenAccountForm } from '@/features/accounts/components/open-account-form'
import { useRatesInForce } from '@/features/interest/api/list-rates-in-force'
import { earningSentence } from '@/features/interest/rate-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { forget } from '@/lib/session-store'

export function Component() {
  const navigate = useNavigate()
  const types = useAccountTypes()
  const branches = useBranches()
  const rates = useRatesInForce()
  const failed = [types, branches].find((query) => query.isError)
  const interestOf = (code: string) => {
    const rate = rates.data?.get(code)
    return rate ? earningSentence(rate) : ''
  }
  return (
    <div className="narrow">
      <PageTitle title="Open an account" lead="Choose what you want to use it for." />
      {failed && <ErrorState title="We could not load the choices" error={failed.error} onRetry={() => void failed.refetch()} />}
      {!failed && !(types.data && branches.data) && <Skeleton rows={4} label="Loading account types" />}
      {types.data && branches.data && (
        <section className="panel" aria-label="New account">
          <OpenAccountForm
            types={types.data}
            branches={branches.data}
            interestOf={interestOf}
            onOpened={(account) => {
              forget('draft.open-account')
              void navigate(`/accounts/${account.id}`, { replace: true, state: { isNew: true } })
            }}
          />
        </section>
      )}
      <Link to="/rates">Interest rates and their history</Link>
    </div>
  )
}
