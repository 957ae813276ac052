import { Link } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { HeldBackNotice } from '@/features/auth/components/held-back-notice'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

/** For people of the bank who are no customers: what their sign-in opens, or what it still lacks. */
export function Component() {
  const me = useMe()
  return (
    <div className="narrow">
      <PageTitle title="Your work for the bank" lead="This portal shows customers their accounts, and you are none of them." />
      <HeldBackNotice />
      <section className="panel" aria-labelledby="roles-title">
        <h2 id="roles-title">What you are signed in as</h2>
        {me.isPending && <Skeleton rows={2} label="Loading your details" />}
        {me.isError && <ErrorState title="Your details are not available" error={me.error} onRetry={() => void me.refetch()} />}
        {me.data && (
          <>
            <p>
              {me.data.email}: {me.data.roles.length > 0 ? me.data.roles.join(', ') : 'no role in this session'}
            </p>
            <p>The tools of the bank that you may use ask here who you are. Open them at their own addresses.</p>
          </>
        )}
        <Link to="/settings/security">How you sign in, and where you are signed in</Link>
      </section>
    </div>
  )
}
