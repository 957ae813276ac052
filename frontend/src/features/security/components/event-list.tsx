import Button from 'react-bootstrap/Button'
import { Icon } from '@/components/icon'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import { formatInstant } from '@/lib/format'
import { useSecurityEvents } from '../api/list-events'
import { eventDetails, eventTitle } from '../event-words'

/** The sign-in log of the person; `limit` shows only the newest. */
export function EventList({ limit }: { limit?: number }) {
  const list = useSecurityEvents()
  if (list.isPending) return <Skeleton rows={3} label="Loading recent activity" />
  if (!list.data) {
    return <ErrorState title="Recent activity is not available" error={list.error} onRetry={() => void list.refetch()} />
  }
  const events = list.data.pages.flatMap((page) => page.results).slice(0, limit)
  if (events.length === 0) {
    return (
      <EmptyState icon="shield" title="Nothing yet">
        <p>Each sign-in and each change of your factors will be listed here.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="events">
        {events.map((event) => (
          <li key={event.id} className={event.result === 'succeeded' ? undefined : 'event-refused'}>
            <Icon name={event.result === 'succeeded' ? 'check' : 'alert'} />
            <div>
              <p className="event-title">{eventTitle(event)}</p>
              <p className="event-details">{eventDetails(event)}</p>
              <p className="event-details">
                <time dateTime={event.happened_at}>{formatInstant(event.happened_at)}</time>
              </p>
            </div>
          </li>
        ))}
      </ul>
      {list.isFetchNextPageError && <p role="alert">The next ones did not load. Try again.</p>}
      {limit === undefined && list.hasNextPage && (
        <Button
          variant="outline-primary"
          className="load-more"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage()
          }}
        >
          {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </>
  )
}
