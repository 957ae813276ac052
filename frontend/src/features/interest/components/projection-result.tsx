import { MoneyText } from '@/components/money-text'
import type { Projection } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { isZero } from '@/lib/money'
import { exactWords } from '../interest-words'

/** What it comes to, credit by credit. It is no promise: rates change. */
export function ProjectionResult({ projection }: { projection: Projection }) {
  const { annual_yield, balance, credits, currency, days, interest, interest_exact, tax } = projection
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />
  return (
    <section className="explained" aria-label="What it would earn">
      <p role="status">
        In {days} {days === 1 ? 'day' : 'days'} it earns <strong>{money(interest)}</strong>
        {!isZero(tax, currency) && <>, of which {money(tax)} is tax</>}. The balance is then <strong>{money(balance)}</strong>.
      </p>
      <p className="panel-lead">
        To the last digit {exactWords(interest_exact, currency)}
        {annual_yield && `, a yield of ${annual_yield}\u00a0% a year (APY)`}. At today’s rate, if nobody touches it.
      </p>
      {credits.length > 0 && (
        <details className="more">
          <summary>Credits ({credits.length})</summary>
          <ul className="records">
            {credits.map((credit) => (
              <li key={credit.date} className="record">
                <div>
                  <h3>{formatDate(credit.date)}</h3>
                  <p>Balance then {money(credit.balance)}</p>
                </div>
                {money(credit.credited)}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}
