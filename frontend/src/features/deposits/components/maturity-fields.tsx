import { AccountSelect } from '@/components/account-select'
import { SelectField } from '@/components/select-field'
import { canReceive } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import type { FormErrors } from '@/lib/use-fields'
import type { InstructionAnswers } from '../check-deposit'
import { maturityWords, needsPayee } from '../deposit-words'

interface MaturityFieldsProps {
  values: InstructionAnswers
  errors: FormErrors
  accounts: readonly Account[]
  bind: (name: keyof InstructionAnswers) => { id: string; name: string; value: string; onChange: (event: { target: { value: string } }) => void }
}

/** What happens on the day of maturity, and to which account it is paid. */
export function MaturityFields({ values, errors, accounts, bind }: MaturityFieldsProps) {
  return (
    <>
      <SelectField label="On the day of maturity" error={errors.at_maturity} {...bind('at_maturity')}>
        {Object.entries(maturityWords).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
      {needsPayee(values.at_maturity) && (
        <AccountSelect label="Pay it to" accounts={accounts.filter(canReceive)} error={errors.pay_to} {...bind('pay_to')} />
      )}
    </>
  )
}
