import { useEffect } from 'react'
import { Navigate, Outlet, useLocation, useSearchParams } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { ErrorState } from '@/components/states'
import { session } from '@/lib/api/session'
import { useSession } from '@/lib/api/use-session'
import { browser, mayLeaveFor } from '@/lib/load-page'
import { isBeside, nextPlace } from '@/lib/next-place'
import { Shell } from './shell'
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
  const origin: Origin = session.whyOut() === 'choice' ? {} : { from: pathname + search }
  if (status === 'out') return <Navigate to="/login" replace state={origin} />
  return <Outlet />
}

/** Sign-in and sign-up make no sense for someone who is in: on to where they were going. */
export function RequireVisitor() {
  const status = useSession()
  const from = (useLocation().state as Origin | null)?.from
  const [params] = useSearchParams()
  const place = nextPlace(params.get('next')) ?? from ?? '/'
  if (status === 'starting') return <Starting />
  if (status === 'in') return isBeside(place) ? <Leaving path={place} /> : <Navigate to={place} replace />
  return <Outlet />
}

/** Back to the page that wanted to know who it is. Where it asks again at once, the sign-in is done anew. */
function Leaving({ path }: { path: string }) {
  useEffect(() => {
    if (mayLeaveFor(path, Date.now())) browser.load(path)
    else session.end('expired')
  }, [path])
  return <Starting />
}

/** The frame of whoever is signed in: people who work for the bank need no name to look after their sign-in. */
export function MembersFrame() {
  const customer = useMyCustomer()
  if (customer.isPending) return <Starting />
  if (customer.data === undefined) {
    return (
      <main className="full-message">
        <ErrorState title="We could not load your details" error={customer.error} onRetry={() => void customer.refetch()} />
      </main>
    )
  }
  return <Shell isBare={customer.data === null} />
}

/** Who has no name here yet tells it; who may be no customer at all is told what is theirs. */
export function RequireCustomer() {
  const customer = useMyCustomer()
  const me = useMe()
  if (customer.data) return <Outlet />
  if (me.isPending) return <Starting />
  return <Navigate to={me.data && !me.data.roles.includes('customer') ? '/work' : '/welcome'} replace />
}
