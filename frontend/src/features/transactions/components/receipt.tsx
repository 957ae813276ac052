import { Icon } from '@/components/icon'
import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import { accountName } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { formatDate, formatIban, formatInstant, referenceOf } from '@/lib/format'
import { type PaymentKind, kindWords } from '../kinds'
import type { Posted } from '../receipt-store'

interface ReceiptProps {
  kind: PaymentKind
  posted: Posted
  accounts: readonly Account[]
}

export function Receipt({ kind, posted, accounts }: ReceiptProps) {
  return (
    <>
      <section className="receipt-hero" aria-label="Outcome">
        <span className="receipt-tick">
          <Icon name="check" size={30} />
        </span>
        <p className="receipt-amount">
          <MoneyText amount={posted.amount} currency={posted.currency} />
        </p>
        <p role="status">
          {kindWords[kind].done}. Reference <strong className="reference">{referenceOf(posted.id)}</strong>
        </p>
      </section>
      {posted.balances.length > 0 && (
        <section className="panel" aria-labelledby="new-balances">
          <h2 id="new-balances">New balances</h2>
          <NewBalances posted={posted} accounts={accounts} />
        </section>
      )}
      <section className="panel" aria-labelledby="receipt-details">
        <h2 id="receipt-details">Details</h2>
        <SummaryList rows={receiptRows(posted)} />
      </section>
    </>
  )
}

function NewBalances({ posted, accounts }: Omit<ReceiptProps, 'kind'>) {
  return (
    <ul className="new-balances" aria-live="polite">
      {posted.balances.map(({ account: id, balance, available }) => {
        const account = accounts.find((each) => each.id === id)
        const currency = account?.currency ?? posted.currency
        return (
          <li key={id}>
            <span>{account ? accountName(account) : 'Account'}</span>
            <span>
              <strong>
                <MoneyText amount={balance} currency={currency} />
              </strong>
              <small>
                <MoneyText amount={available} currency={currency} /> available
              </small>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

function receiptRows(posted: Posted): SummaryRow[] {
  const party = ({ title, number }: { title: string; number: string }) => `${title}, ${formatIban(number)}`
  const parties: SummaryRow[] =
    'from_account' in posted
      ? [
          { term: 'From', value: party(posted.from_account) },
          { term: 'To', value: party(posted.to_account) },
        ]
      : [{ term: 'Account', value: party(posted.account) }]
  return [
    ...parties,
    { term: 'Note', value: posted.note || 'None' },
    { term: 'Posted', value: formatInstant(posted.posted_at) },
    { term: 'Value date', value: formatDate(posted.value_date) },
    { term: 'Full reference', value: posted.id },
  ]
}
