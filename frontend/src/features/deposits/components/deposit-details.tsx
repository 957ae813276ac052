import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account, FixedDeposit } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { maturityWords, statusWords, termWords } from '../deposit-words'

interface DepositDetailsProps {
  deposit: FixedDeposit
  accounts: readonly Account[]
}

/** The terms of a deposit, and what it has earned or came to. */
export function DepositDetails({ deposit, accounts }: DepositDetailsProps) {
  const { currency, principal, status } = deposit
  return (
    <section className="panel" aria-label="Fixed deposit">
      <p className="check-amount">
        <MoneyText amount={principal} currency={currency} />
      </p>
      <p className="order-state" role="status">
        <span className={status === 'running' ? 'tag' : 'tag tag-warn'}>{statusWords[status]}</span>
      </p>
      <SummaryList rows={rowsOf(deposit, accounts)} />
    </section>
  )
}

function rowsOf(deposit: FixedDeposit, accounts: readonly Account[]): SummaryRow[] {
  const { currency, end_date, first_date, maturity_date, pay_to, payout_refused, penalty_days } = deposit
  const money = (amount: string) => <MoneyText amount={amount} currency={currency} />
  const own = accounts.find(({ id }) => id === pay_to)
  const rows: SummaryRow[] = [
    // A rate is text with every digit that says something.
    { term: 'Rate, fixed for the term', value: `${deposit.annual_rate.replace(/0+$/, '').replace(/\.$/, '')}\u00a0% a year` },
    { term: 'Term', value: `${termWords(deposit.term_months)}, from ${formatDate(first_date)} to ${formatDate(maturity_date)}` },
  ]
  if (deposit.status === 'running') {
    rows.push(
      { term: 'Interest of the whole term', value: money(deposit.expected_interest) },
      { term: 'Earned so far', value: money(deposit.accrued) },
      { term: 'On the day of maturity', value: maturityWords[deposit.at_maturity] },
      { term: 'If you close it early', value: `The interest of ${String(penalty_days)} days is lost` },
    )
    if (pay_to) rows.push({ term: 'Paid to', value: own ? `${accountName(own)} ···${lastFour(own.number)}` : 'An account of yours' })
  } else {
    if (end_date) rows.push({ term: 'Ended', value: formatDate(end_date) })
    rows.push(
      { term: 'Interest credited', value: money(deposit.credited) },
      { term: 'Tax', value: money(deposit.tax) },
      { term: 'Interest lost', value: money(deposit.forfeited) },
      { term: 'Paid out', value: money(deposit.paid_out) },
    )
  }
  if (payout_refused) rows.push({ term: 'Why it stayed on its account', value: payout_refused })
  return rows
}
