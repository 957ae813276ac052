import { SignedMoney } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { Transaction } from '@/lib/api/types'
import { formatDate, formatIban, formatInstant, referenceOf } from '@/lib/format'
import { formatMoney, fromWire } from '@/lib/money'
import { typeWord } from '../transaction-words'

export function TransactionDetails({ transaction }: { transaction: Transaction }) {
  const { amount, currency, direction } = transaction
  return (
    <section className="panel" aria-label="Transaction">
      <p className="check-amount">
        <SignedMoney amount={amount} currency={currency} direction={direction} />
      </p>
      <SummaryList rows={rowsOf(transaction)} />
    </section>
  )
}

function rowsOf(transaction: Transaction): SummaryRow[] {
  const { balance_after, counterparty, currency, note, posted_at, status, transfer_id, type, value_date } = transaction
  const rows: SummaryRow[] = [{ term: 'Type', value: typeWord(type) }]
  rows.push({ term: transaction.direction === 'in' ? 'From' : 'To', value: counterparty.name })
  if (counterparty.number) rows.push({ term: 'IBAN', value: formatIban(counterparty.number) })
  rows.push(
    { term: 'Note', value: note || 'None' },
    { term: 'Status', value: status === 'posted' ? 'Posted' : status },
    { term: 'Posted', value: formatInstant(posted_at) },
    { term: 'Value date', value: formatDate(value_date) },
    { term: 'Balance after', value: formatMoney(fromWire(balance_after, currency)) },
    { term: 'Reference', value: referenceOf(transfer_id) },
  )
  return rows
}
