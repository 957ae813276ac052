import type { ChangeEvent } from 'react'
import { SelectField } from '@/components/select-field'
import { accountOption } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'

interface AccountSelectProps {
  id: string
  name: string
  label: string
  value: string
  accounts: readonly Account[]
  onChange: (event: ChangeEvent<HTMLSelectElement>) => void
  error?: string | undefined
}

export function AccountSelect({ accounts, ...field }: AccountSelectProps) {
  return (
    <SelectField {...field}>
      <option value="">Choose an account</option>
      {accounts.map((account) => (
        <option key={account.id} value={account.id}>
          {accountOption(account)}
        </option>
      ))}
    </SelectField>
  )
}
