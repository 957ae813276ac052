import { Link } from 'react-router'
import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import { formatDate, formatIban, formatInstant, referenceOf } from '@/lib/format'
import type { Posted } from '../receipt-store'

/** A posted movement with both its sides; what took it back, or what it took back, is a link. */
export function TransferDetails({ transfer }: { transfer: Posted }) {
  return (
    <section className="panel" aria-label="Movement">
      <p className="check-amount">
        <MoneyText amount={transfer.amount} currency={transfer.currency} />
      </p>
      <SummaryList rows={rowsOf(transfer)} />
    </section>
  )
}

function rowsOf(transfer: Posted): SummaryRow[] {
  const { id, note, posted_at, status, value_date } = transfer
  const link = (other: string) => <Link to={`/transfers/${other}`}>{referenceOf(other)}</Link>
  const party = ({ title, number }: { title: string; number: string }) => [title, formatIban(number)].filter(Boolean).join(', ')
  const rows: SummaryRow[] =
    'from_account' in transfer
      ? [
          { term: 'From', value: party(transfer.from_account) },
          { term: 'To', value: party(transfer.to_account) },
        ]
      : [{ term: 'Account', value: party(transfer.account) }]
  rows.push(
    { term: 'Note', value: note || 'None' },
    { term: 'Status', value: status === 'posted' ? 'Posted' : 'Posted, and taken back later' },
    { term: 'Posted', value: formatInstant(posted_at) },
    { term: 'Value date', value: formatDate(value_date) },
  )
  if ('reversed_by' in transfer && transfer.reversed_by) rows.push({ term: 'Taken back by', value: link(transfer.reversed_by) })
  if ('reverses' in transfer && transfer.reverses) rows.push({ term: 'Takes back', value: link(transfer.reverses) })
  rows.push({ term: 'Full reference', value: id })
  return rows
}
