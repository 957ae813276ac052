import { Link } from 'react-router'
import { EmptyState } from '@/components/states'

export function FirstAccount({ hadAnother = false }: { hadAnother?: boolean }) {
  return (
    <section className="panel">
      <EmptyState icon="accounts" title={hadAnother ? 'You have no open account' : 'You have no account yet'}>
        <p>Opening one takes a minute. A current account is for every day, savings earn interest.</p>
        <Link to="/accounts/open" className="btn btn-primary btn-lg">
          {hadAnother ? 'Open an account' : 'Open your first account'}
        </Link>
      </EmptyState>
    </section>
  )
}
