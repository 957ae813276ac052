import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import { isZero } from '@/lib/money'
import type { Statement } from '@/lib/api/types'
import { formatDate, formatIban } from '@/lib/format'

/** What a statement comes to: opening, what came and went, fees and interest, closing. */
export function StatementSums({ statement }: { statement: Statement }) {
  return (
    <section className="panel" aria-label="Statement">
      <SummaryList rows={rowsOf(statement)} />
    </section>
  )
}

function rowsOf(statement: Statement): SummaryRow[] {
  const { apy_earned, average_balance, bank, currency, fees, from_date, interest, line_count, number, tax, title, to_date } = statement
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />
  const rows: SummaryRow[] = [
    { term: 'Account', value: `${title}, ${formatIban(number)}` },
    { term: 'Bank', value: [bank.name, bank.bic].filter(Boolean).join(', ') },
    { term: 'Opening balance', value: <>{money(statement.opening_balance)} on {formatDate(from_date)}</> },
    { term: 'Money in', value: money(statement.money_in) },
    { term: 'Money out', value: money(statement.money_out) },
    { term: 'Closing balance', value: <>{money(statement.closing_balance)} on {formatDate(to_date)}</> },
    { term: 'Transactions', value: String(line_count) },
    { term: 'Average balance', value: money(average_balance) },
  ]
  for (const fee of fees) {
    rows.push({ term: `Fee: ${fee.name}`, value: <>{money(fee.amount)} ({fee.count} ×)</> })
  }
  if (fees.length > 1) rows.push({ term: 'Fees in all', value: money(statement.fees_total) })
  if (!isZero(interest, currency)) rows.push({ term: 'Interest earned', value: money(interest) })
  if (!isZero(tax, currency)) rows.push({ term: 'Tax on interest', value: money(tax) })
  if (apy_earned) rows.push({ term: 'Yield earned in this period (APY)', value: `${apy_earned}\u00a0%` })
  return rows
}
