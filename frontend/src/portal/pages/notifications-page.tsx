import { Link } from 'react-router'
import { Inbox } from '@/features/notifications/components/inbox'
import { PageTitle } from '@/components/page-title'

export function Component() {
  return (
    <div className="narrow">
      <PageTitle
        title="Notifications"
        actions={
          <Link to="/settings/notifications" className="btn btn-outline-primary">
            What you hear of
          </Link>
        }
      />
      <section className="panel" aria-label="Inbox">
        <Inbox />
      </section>
    </div>
  )
}
