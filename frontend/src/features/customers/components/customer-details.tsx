import { CopyButton } from '@/components/copy-button'
import { SummaryList, type SummaryRow } from '@/components/summary-list'
import type { Customer } from '@/lib/api/types'
import { countryName } from '@/lib/countries'
import { formatDate } from '@/lib/format'
import { languages } from '@/lib/languages'
import { customerStatusWords } from '../customer-words'

interface CustomerDetailsProps {
  customer: Customer
  /** What was given at the sign-up, for who never told the bank otherwise. */
  fallback: { email: string; phone: string }
}

const change = { changeTo: '/profile/contact' }

/** The record that the bank keeps. The name and the date of birth are changed at a branch, with a document. */
export function CustomerDetails({ customer, fallback }: CustomerDetailsProps) {
  const { date_of_birth, tax_country, tax_id } = customer
  const rows: SummaryRow[] = [
    { term: 'Name', value: `${customer.given_name} ${customer.family_name}` },
    { term: 'Date of birth', value: date_of_birth ? formatDate(date_of_birth) : 'Not given' },
    { term: 'Phone', value: customer.phone || fallback.phone || 'Not given', ...change },
    { term: 'E-mail', value: customer.email || fallback.email || 'Not given', ...change },
    { term: 'Occupation', value: customer.occupation || 'Not given', ...change },
    { term: 'Language of our letters', value: languages[customer.language] ?? (customer.language || 'Not given'), ...change },
    { term: 'Tax residence', value: [tax_country && countryName(tax_country), tax_id].filter(Boolean).join(', ') || 'Not given' },
    { term: 'Status', value: customerStatusWords[customer.status] },
    { term: 'Customer number', value: <CustomerNumber id={customer.id} /> },
  ]
  return <SummaryList rows={rows} />
}

function CustomerNumber({ id }: { id: string }) {
  return (
    <span className="iban-row">
      <span className="iban">{id}</span>
      <CopyButton text={id} what="customer number" />
    </span>
  )
}
