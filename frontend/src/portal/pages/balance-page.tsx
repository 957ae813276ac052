import { Link, useParams, useSearchParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { BalanceExplained } from '@/features/transactions/components/balance-explained'
import { BalanceFigures } from '@/features/transactions/components/balance-figures'
import { MomentForm } from '@/features/transactions/components/moment-form'
import { momentFrom } from '@/features/transactions/moment-params'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, lastFour } from '@/lib/account-name'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'

/** The balance now or at a past time, and the movements that make it. */
export function Component() {
  const { id = '' } = useParams()
  const [params, setParams] = useSearchParams()
  const { data: account, error, isPending, refetch } = useAccount(id)
  if (isPending) return <Skeleton rows={5} label="Loading account" />
  if (!account) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="This account is not available" error={error} onRetry={() => void refetch()} />
  }
  const moment = momentFrom(params)
  const key = JSON.stringify(moment)
  return (
    <div className="narrow">
      <Link to={`/accounts/${account.id}`} className="back-link">
        Back to the account
      </Link>
      <PageTitle title="Why this balance" lead={`${accountName(account)} ···${lastFour(account.number)}`} />
      <section className="panel" aria-labelledby="balance-title">
        <h2 id="balance-title">Balance</h2>
        <MomentForm
          key={key}
          moment={moment}
          onChoose={(chosen) => {
            setParams({ ...chosen }, { preventScrollReset: true })
          }}
        />
        <BalanceFigures account={account.id} moment={moment} />
      </section>
      <section className="panel" aria-labelledby="explained-title">
        <h2 id="explained-title">What makes it</h2>
        <BalanceExplained account={account.id} moment={moment} />
      </section>
    </div>
  )
}
