import type { ReactNode } from 'react'
import { CopyButton } from '@/components/copy-button'
import { MoneyText } from '@/components/money-text'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { Account } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'
import { accessWords, frequencyWords, statusWords } from '../account-words'

interface AccountDetailsProps {
  account: Account
  interest: ReactNode
  /** What can be done with the account as a whole. */
  children?: ReactNode
}

export function AccountDetails({ account, interest, children }: AccountDetailsProps) {
  const { branch, currency, number, overdraft_limit } = account
  const rows: SummaryRow[] = []
  if (number) rows.push({ term: 'IBAN', value: <Copied text={formatIban(number)} copy={number} what="IBAN" /> })
  rows.push({ term: 'Bank', value: account.bank_name })
  if (number && account.bank_bic) rows.push({ term: 'BIC', value: <Copied text={account.bank_bic} copy={account.bank_bic} what="BIC" /> })
  if (account.title) rows.push({ term: 'Name payers see', value: account.title })
  rows.push(
    { term: 'Type', value: account.account_type.name },
    { term: 'Interest', value: interest },
    { term: 'Branch', value: <Office {...branch} /> },
  )
  if (!/^[0.]+$/.test(overdraft_limit)) {
    rows.push({ term: 'Overdraft', value: <MoneyText amount={overdraft_limit} currency={currency} /> })
  }
  rows.push(
    { term: 'Statements', value: frequencyWords[account.statement_frequency] },
    { term: 'Status', value: `${statusWords[account.status]}. ${accessWords[account.access]}.` },
    { term: number ? 'Opened' : 'Applied for', value: formatInstant(account.opened_at) },
  )
  if (account.closed_at) rows.push({ term: 'Closed', value: formatInstant(account.closed_at) })
  return (
    <section className="panel" aria-labelledby="details-title">
      <h2 id="details-title">Account details</h2>
      <SummaryList rows={rows} />
      {children}
    </section>
  )
}

function Copied({ text, copy, what }: { text: string; copy: string; what: string }) {
  return (
    <span className="iban-row">
      <span className="iban">{text}</span>
      <CopyButton text={copy} what={what} />
    </span>
  )
}

function Office({ name, street, postal_code, city, phone }: Account['branch']) {
  const place = `${postal_code} ${city}`.trim()
  return (
    <>
      {name}
      {[street, place, phone].filter(Boolean).map((line) => (
        <span key={line} className="detail-line">
          {line}
        </span>
      ))}
    </>
  )
}
