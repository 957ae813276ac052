import { MoneyText } from '@/components/money-text'
import { formatDate } from '@/lib/format'
import { useHolds } from '../api/list-holds'

/** Why less is available than booked. Nothing where nothing is reserved. */
export function HoldList({ account }: { account: string }) {
  const { data: holds = [], isError } = useHolds(account)
  if (isError) {
    return (
      <section className="panel" aria-labelledby="holds-title">
        <h2 id="holds-title">Reserved</h2>
        <p className="panel-lead">What is reserved could not be loaded. It is counted in what is available all the same.</p>
      </section>
    )
  }
  if (holds.length === 0) return null
  return (
    <section className="panel" aria-labelledby="holds-title">
      <h2 id="holds-title">Reserved</h2>
      <p className="panel-lead">Not booked yet, and no longer available.</p>
      <ul className="records">
        {holds.map(({ id, reason, remaining, currency, created_at, expires_at }) => (
          <li key={id} className="record">
            <div>
              <h3>{reason}</h3>
              <p>
                Since {formatDate(created_at)}
                {expires_at && `, until ${formatDate(expires_at)}`}
              </p>
            </div>
            <MoneyText amount={remaining} currency={currency} />
          </li>
        ))}
      </ul>
    </section>
  )
}
