import { Link } from 'react-router'
import { usePayees } from '@/features/payees/api/payees'
import { PayeeList } from '@/features/payees/components/payee-list'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { HandedNotice } from '../notice'
import { toPay } from '../places'

export function Component() {
  const payees = usePayees()
  return (
    <div className="narrow">
      <Link to={toPay.to} className="back-link">
        {toPay.label}
      </Link>
      <PageTitle
        title="Payees"
        lead="Whom you pay, by name."
        actions={
          <Link to="/payees/new" className="btn btn-primary">
            <Icon name="plus" size={18} /> Add a payee
          </Link>
        }
      />
      <HandedNotice />
      <section className="panel" aria-labelledby="payees-title">
        <h2 id="payees-title" className="visually-hidden">
          Your payees
        </h2>
        {payees.isPending && <Skeleton rows={3} label="Loading payees" />}
        {!payees.isPending && !payees.data && (
          <ErrorState title="Your payees are not available" error={payees.error} onRetry={() => void payees.refetch()} />
        )}
        {payees.data && <PayeeList payees={payees.data} />}
      </section>
    </div>
  )
}
