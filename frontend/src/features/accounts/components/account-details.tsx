import type { ReactNode } from 'react'
import { CopyButton } from '@/components/copy-button'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { Account } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'
import { accessWords, statusWords } from '../account-words'

interface AccountDetailsProps {
  account: Account
  interest: ReactNode
  /** What can be done with the account as a whole. */
  children?: ReactNode
}

export function AccountDetails({ account, interest, children }: AccountDetailsProps) {
  const rows: SummaryRow[] = [
    { term: 'IBAN', value: <Iban number={account.number} /> },
    { term: 'Name payers see', value: account.title },
    { term: 'Type', value: account.account_type.name },
    { term: 'Interest', value: interest },
    { term: 'Bank', value: account.bank_name },
    { term: 'Branch', value: account.branch.name },
    { term: 'Status', value: `${statusWords[account.status]}. ${accessWords[account.access]}.` },
    { term: 'Opened', value: formatInstant(account.opened_at) },
  ]
  return (
    <section className="panel" aria-labelledby="details-title">
      <h2 id="details-title">Account details</h2>
      <SummaryList rows={rows} />
      {children}
    </section>
  )
}

function Iban({ number }: { number: string }) {
  return (
    <span className="iban-row">
      <span className="iban">{formatIban(number)}</span>
      <CopyButton text={number} what="IBAN" />
    </span>
  )
}
