import { Link, useNavigate } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { DepositForm } from '@/features/deposits/components/deposit-form'
import { DepositList } from '@/features/deposits/components/deposit-list'
import { PageTitle } from '@/components/page-title'

export function Component() {
  const navigate = useNavigate()
  const accounts = useAccounts()
  const hasOne = accounts.data?.some(({ account_type, status }) => account_type.kind === 'fixed_deposit' && status === 'open')
  return (
    <div className="narrow">
      <Link to="/accounts" className="back-link">
        All accounts
      </Link>
      <PageTitle title="Fixed deposits" lead="A sum for a term, at the rate of the day on which you place it." />
      <section className="panel" aria-labelledby="placed-title">
        <h2 id="placed-title">Placed</h2>
        <DepositList />
      </section>
      {accounts.data && (
        <section className="panel" aria-labelledby="place-title">
          <h2 id="place-title">Place a sum</h2>
          {hasOne ? (
            <DepositForm accounts={accounts.data} onPlaced={({ id }) => void navigate(`/fixed-deposits/${id}`, { state: { notice: 'It is placed.' } })} />
          ) : (
            <p className="panel-lead">
              You need a fixed-deposit account for it. <Link to="/accounts/open">Open one</Link>.
            </p>
          )}
        </section>
      )}
    </div>
  )
}
