import { EmptyState } from '@/components/states'
import type { Payee } from '@/lib/api/types'
import { byUse } from '@/lib/recipient'
import { PayeeRow } from './payee-row'

export function PayeeList({ payees }: { payees: readonly Payee[] }) {
  if (payees.length === 0) {
    return (
      <EmptyState icon="people" title="No payees yet">
        <p>Save whom you pay, and you need their IBAN only once.</p>
      </EmptyState>
    )
  }
  return (
    <ul className="records">
      {byUse(payees).map((payee) => (
        <PayeeRow key={payee.id} payee={payee} />
      ))}
    </ul>
  )
}
