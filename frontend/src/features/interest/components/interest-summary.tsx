import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { Interest } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { isZero } from '@/lib/money'
import { exactWords } from '../interest-words'
import { formatRate } from '../rate-words'

/** What has accrued, when it is credited, and at which rate since when. */
export function InterestSummary({ interest }: { interest: Interest }) {
  const { accrued, currency } = interest
  return (
    <section className="panel" aria-labelledby="accrued-title">
      <h2 id="accrued-title">Earned and not credited yet</h2>
      <p className="check-amount">
        <MoneyText amount={accrued} currency={currency} />
      </p>
      <SummaryList rows={rowsOf(interest)} />
    </section>
  )
}

function rowsOf(interest: Interest): SummaryRow[] {
  const { accrued_exact, accrued_through, annual_rate, annual_yield, annual_yield_earned, currency, next_credit_date, owed, rate_since } = interest
  const rows: SummaryRow[] = [
    { term: 'To the last digit', value: exactWords(accrued_exact, currency) },
    { term: 'Counted through', value: accrued_through ? formatDate(accrued_through) : 'No day yet' },
    { term: 'Credited next', value: next_credit_date ? formatDate(next_credit_date) : 'Not planned' },
    {
      term: 'Your rate',
      value: annual_rate ? `${formatRate(annual_rate)} a year${rate_since ? `, since ${formatDate(rate_since)}` : ''}` : 'None',
    },
  ]
  if (annual_yield) rows.push({ term: 'Yield with compounding (APY)', value: `${annual_yield}\u00a0%` })
  if (annual_yield_earned) rows.push({ term: 'Yield earned in a year (APY)', value: `${annual_yield_earned}\u00a0%` })
  if (!isZero(owed, currency)) rows.push({ term: 'Overdraft interest to pay', value: <MoneyText amount={owed} currency={currency} /> })
  return rows
}
