import { SelectField } from '@/components/select-field'
import { accountName, isWanted, lastFour } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'

interface AccountFilterProps {
  id: string
  name: string
  value: string
  accounts: readonly Account[]
  onChange: (event: { target: { value: string } }) => void
}

/** Which account; with one alone the list shows its running balance. */
export function AccountFilter({ accounts, ...field }: AccountFilterProps) {
  return (
    <SelectField label="Account" {...field}>
      <option value="">All accounts</option>
      {accounts
        .filter((account) => !isWanted(account))
        .map((account) => (
          <option key={account.id} value={account.id}>
            {accountName(account)} ···{lastFour(account.number)}
          </option>
        ))}
    </SelectField>
  )
}
