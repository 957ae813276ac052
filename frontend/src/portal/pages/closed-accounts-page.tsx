import { Link } from 'react-router'
import { ClosedAccountList } from '@/features/accounts/components/closed-account-list'
import { PageTitle } from '@/components/page-title'

export function Component() {
  return (
    <div className="narrow">
      <Link to="/accounts" className="back-link">
        All accounts
      </Link>
      <PageTitle title="Closed accounts" lead="When they were closed, and where the money went." />
      <section className="panel" aria-labelledby="closed-title">
        <h2 id="closed-title" className="visually-hidden">
          All of them
        </h2>
        <ClosedAccountList />
      </section>
    </div>
  )
}
