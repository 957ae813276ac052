import { Link, useLocation } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { HeldBackNotice } from '@/features/auth/components/held-back-notice'
import { SessionEnd } from '@/features/auth/components/session-end'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { DeviceList } from '@/features/security/components/device-list'
import { EventList } from '@/features/security/components/event-list'
import { FactorList } from '@/features/security/components/factor-list'
import { SignInDetails } from '@/features/security/components/sign-in-details'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'

export function Component() {
  const me = useMe()
  const isCustomer = useMyCustomer().data !== null
  const notice = (useLocation().state as { notice?: string } | null)?.notice
  return (
    <div className="narrow">
      <Link to={isCustomer ? '/profile' : '/'} className="back-link">
        {isCustomer ? 'Back to profile' : 'Back'}
      </Link>
      <PageTitle title="Security" lead="How you sign in, where you are signed in, and what has happened." />
      <HeldBackNotice />
      {notice && (
        <p className="notice" role="status">
          <Icon name="check" /> {notice}
        </p>
      )}
      <section className="panel" aria-labelledby="details-title">
        <h2 id="details-title">Sign-in details</h2>
        {me.isPending && <Skeleton rows={3} label="Loading your details" />}
        {me.isError && <ErrorState title="Your details are not available" error={me.error} onRetry={() => void me.refetch()} />}
        {me.data && <SignInDetails email={me.data.email} phone={me.data.phone} />}
      </section>
      <section className="panel" aria-labelledby="factors-title">
        <h2 id="factors-title">Second factors</h2>
        <FactorList />
      </section>
      <section className="panel" id="devices" aria-labelledby="devices-title">
        <h2 id="devices-title">Where you are signed in</h2>
        <DeviceList />
        <SessionEnd />
      </section>
      <section className="panel" aria-labelledby="events-title">
        <div className="panel-head">
          <h2 id="events-title">Recent activity</h2>
          <Link to="/settings/security/activity">See all, or say it was not you</Link>
        </div>
        <EventList limit={5} />
      </section>
    </div>
  )
}
