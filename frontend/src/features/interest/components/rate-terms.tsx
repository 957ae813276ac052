import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { InterestRate } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { formatMoney, fromWire, isZero } from '@/lib/money'
import { compoundingWords, dayCountWords, postingWords, tierWords } from '../interest-words'
import { formatRate } from '../rate-words'

/** Everything that a version of a rate says. */
export function RateTerms({ rate }: { rate: InterestRate }) {
  return <SummaryList rows={rowsOf(rate)} />
}

function rowsOf(rate: InterestRate): SummaryRow[] {
  const { annual_yield, currency, minimum_balance, overdraft_free, overdraft_rate, tax_rate, tiers } = rate
  const money = (amount: string) => (currency ? formatMoney(fromWire(amount, currency)) : amount)
  const rows: SummaryRow[] = [
    { term: 'Rate a year', value: `${formatRate(rate.annual_rate)} since ${formatDate(rate.effective_date)}` },
  ]
  if (tiers.length > 1) {
    const parts = tiers.map(({ from, annual_rate }) => `${formatRate(annual_rate)} from ${from ? money(from) : 'there'}`)
    rows.push({ term: 'Tiers', value: `${parts.join(', ')}. ${tierWords[rate.tier_method]}.` })
  }
  if (annual_yield) rows.push({ term: 'Yield with compounding (APY)', value: `${annual_yield}\u00a0%` })
  if (minimum_balance && currency && !isZero(minimum_balance, currency)) rows.push({ term: 'Earns from a balance of', value: money(minimum_balance) })
  if (/[1-9]/.test(overdraft_rate)) {
    const free = overdraft_free && currency && !isZero(overdraft_free, currency) ? `, up to ${money(overdraft_free)} free` : ''
    rows.push({ term: 'Overdraft', value: `${formatRate(overdraft_rate)} a year${free}` })
  }
  rows.push(
    { term: 'Days', value: dayCountWords[rate.day_count] },
    { term: 'Compounding', value: compoundingWords[rate.compounding] },
    { term: 'Credited', value: postingWords[rate.posting_period] },
  )
  if (/[1-9]/.test(tax_rate)) rows.push({ term: 'Tax that is withheld', value: formatRate(tax_rate) })
  return rows
}
