import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { formatDate } from '@/lib/format'
import { useUpcoming } from '../api/orders'

const days = 30
const shown = 4

/** What will certainly be asked for in the next days. Nothing where nothing is: nobody waits for it. */
export function UpcomingPanel() {
  const { data: upcoming = [] } = useUpcoming(days)
  const next = upcoming.filter(({ is_skipped }) => !is_skipped).slice(0, shown)
  if (next.length === 0) return null
  return (
    <section className="panel" aria-labelledby="upcoming-title">
      <div className="panel-head">
        <h2 id="upcoming-title">Coming up</h2>
        <Link to="/standing-orders">All standing orders</Link>
      </div>
      <ul className="records">
        {next.map(({ amount, currency, date, note, standing_order, to_account }) => (
          <li key={`${standing_order} ${date}`} className="record">
            <div>
              <h3>
                <Link to={`/standing-orders/${standing_order}`} className="stretched-link">
                  {note || to_account.name}
                </Link>
              </h3>
              <p>
                {formatDate(date)}
                {note && ` · ${to_account.name}`}
              </p>
            </div>
            <MoneyText amount={amount} currency={currency} />
          </li>
        ))}
      </ul>
    </section>
  )
}
