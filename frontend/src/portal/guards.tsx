import { Navigate, Outlet, useLocation } from 'react-router'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { ErrorState } from '@/components/states'
import { session } from '@/lib/api/session'
import { useSession } from '@/lib/api/use-session'
import { Starting } from './starting'
import { UnreachablePage } from './unreachable-page'

interface Origin {
  from?: string
}

export function RequireSession() {
  const status = useSession()
  const { pathname, search } = useLocation()
  if (status === 'starting') return <Starting />
  if (status === 'unreachable') return <UnreachablePage />
  // A session that ran out comes back to where it was; whoever signs in after a sign-out starts at home.
  const origin: Origin = session.hasLeft() ? {} : { from: pathname + search }
  if (status === 'out') return <Navigate to="/login" replace state={origin} />
  return <Outlet />
}

/** Sign-in and sign-up make no sense for someone who is in: on to where they were going. */
export function RequireVisitor() {
  const status = useSession()
  const from = (useLocation().state as Origin | null)?.from ?? '/'
  if (status === 'starting') return <Starting />
  if (status === 'in') return <Navigate to={from} replace />
  return <Outlet />
}

export function RequireCustomer() {
  const customer = useMyCustomer()
  if (customer.isPending) return <Starting />
  if (customer.data === null) return <Navigate to="/welcome" replace />
  if (!customer.data) {
    return (
      <main className="full-message">
        <ErrorState title="We could not load your details" error={customer.error} onRetry={() => void customer.refetch()} />
      </main>
    )
  }
  return <Outlet />
}
