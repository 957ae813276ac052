import { Link, useNavigate, useSearchParams } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { OrderForm } from '@/features/orders/components/order-form'
import { usePayees } from '@/features/payees/api/payees'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { isClosed, isWanted } from '@/lib/account-name'
import { FirstAccount } from '../first-account'
import { toOrders } from '../places'

export function Component() {
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const accounts = useAccounts()
  const payees = usePayees()
  const usable = accounts.data?.filter((account) => !isClosed(account) && !isWanted(account)) ?? []
  const isPending = accounts.isPending || payees.isPending
  return (
    <div className="narrow">
      <Link to={toOrders.to} className="back-link">
        {toOrders.label}
      </Link>
      <PageTitle title="Plan a payment" lead="Once on a date, or again and again." />
      {isPending && <Skeleton rows={5} label="Loading accounts" />}
      {!isPending && !accounts.data && (
        <ErrorState title="Your accounts are not available" error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {!isPending && accounts.data && usable.length === 0 && <FirstAccount hadAnother={accounts.data.length > 0} />}
      {!isPending && usable.length > 0 && (
        <section className="panel" aria-label="Plan a payment">
          <OrderForm
            accounts={usable}
            payees={payees.data ?? []}
            preselected={{ account: params.get('account') ?? '', payee: params.get('payee') ?? '' }}
            onReady={() => void navigate('/standing-orders/new/check')}
          />
        </section>
      )}
    </div>
  )
}
