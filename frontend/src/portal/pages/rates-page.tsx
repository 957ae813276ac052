import { Link, useSearchParams } from 'react-router'
import { useAccountTypes } from '@/features/accounts/api/list-account-types'
import { RateHistory } from '@/features/interest/components/rate-history'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

/** Every product's rates, or with ?account_type= those of one. */
export function Component() {
  const types = useAccountTypes()
  const [params] = useSearchParams()
  const only = params.get('account_type')
  // A product that is no longer on offer still has its history.
  const retired = only && types.data && !types.data.some(({ code }) => code === only) ? [{ code: only, name: only }] : []
  const shown = types.data?.filter(({ code }) => !only || code === only) ?? []
  return (
    <div className="narrow">
      <Link to="/accounts" className="back-link">
        All accounts
      </Link>
      <PageTitle title="Interest rates" lead="What your money earns a year, and what it earned before." />
      {types.isPending && <Skeleton rows={4} label="Loading account types" />}
      {!types.isPending && !types.data && (
        <ErrorState title="The rates are not available" error={types.error} onRetry={() => void types.refetch()} />
      )}
      {[...shown, ...retired].map(({ code, name }) => (
        <RateHistory key={code} code={code} name={name} />
      ))}
      {only && (
        <p className="next-links">
          <Link to="/rates" className="btn btn-outline-primary">
            Rates of all accounts
          </Link>
        </p>
      )}
    </div>
  )
}
