import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { ErrorState, Skeleton } from '@/components/states'
import type { StandingOrder } from '@/lib/api/types'
import { formatDay } from '@/lib/format'
import { useSkipOrder, useUpcoming } from '../api/orders'

const yearDays = 366
const shown = 4

/** The next days of one order; each can be left out. */
export function ComingDays({ order }: { order: StandingOrder }) {
  const upcoming = useUpcoming(yearDays)
  const skip = useSkipOrder(order.id)
  if (order.status !== 'active') return null
  const days = upcoming.data?.filter(({ standing_order }) => standing_order === order.id).slice(0, shown) ?? []
  return (
    <section className="panel" aria-labelledby="coming-title">
      <h2 id="coming-title">Next payments</h2>
      {upcoming.isPending && <Skeleton rows={2} label="Loading the next payments" />}
      {!upcoming.isPending && !upcoming.data && (
        <ErrorState title="The next payments are not available" error={upcoming.error} onRetry={() => void upcoming.refetch()} />
      )}
      <ActionProblem error={skip.error} />
      {upcoming.data && days.length === 0 && <p className="panel-lead">Nothing is due within a year.</p>}
      <ul className="records">
        {days.map(({ date, is_skipped }) => (
          <li key={date} className="record">
            <div>
              <h3>{formatDay(date)}</h3>
            </div>
            {is_skipped ? (
              <span className="tag tag-warn">Left out</span>
            ) : (
              order.frequency !== 'once' && (
                <Button
                  variant="outline-primary"
                  size="sm"
                  aria-disabled={skip.isPending}
                  onClick={() => {
                    if (!skip.isPending) skip.mutate(date)
                  }}
                >
                  Leave out <span className="visually-hidden">{formatDay(date)}</span>
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
