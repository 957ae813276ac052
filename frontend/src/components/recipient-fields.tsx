import { canReceive } from '@/lib/account-name'
import type { Account, Payee } from '@/lib/api/types'
import { formatIban } from '@/lib/format'
import { byUse, payeeName, type RecipientAnswers, type RecipientKind } from '@/lib/recipient'
import type { FormErrors } from '@/lib/use-fields'
import { AccountSelect } from './account-select'
import { SelectField } from './select-field'
import { TextField } from './text-field'

interface Changed {
  target: { value: string }
}

interface RecipientFieldsProps {
  values: RecipientAnswers
  errors: FormErrors
  accounts: readonly Account[]
  payees: readonly Payee[]
  /** The account that pays, which cannot be paid. */
  from: string
  bind: (name: 'own' | 'payee' | 'iban') => { id: string; name: string; value: string; onChange: (event: Changed) => void }
  onChoose: (kind: RecipientKind) => void
}

const choices: readonly { value: RecipientKind; label: string; about: string }[] = [
  { value: 'own', label: 'My own account', about: 'Between two of your accounts.' },
  { value: 'saved', label: 'A saved payee', about: 'Somebody whom you have saved.' },
  { value: 'other', label: 'Someone else', about: 'To any IBAN at this bank.' },
]

/** Who receives it: the choice, and the one field that goes with it. */
export function RecipientFields({ values, errors, accounts, payees, from, bind, onChoose }: RecipientFieldsProps) {
  return (
    <>
      <fieldset className="choices choices-pair">
        <legend>Who receives it?</legend>
        {choices
          .filter(({ value }) => value !== 'saved' || payees.length > 0)
          .map((choice) => (
            <div key={choice.value} className="choice">
              <input
                type="radio"
                id={`payee-${choice.value}`}
                name="recipient"
                checked={values.recipient === choice.value}
                aria-describedby={`payee-${choice.value}-about`}
                onChange={() => {
                  onChoose(choice.value)
                }}
              />
              <label htmlFor={`payee-${choice.value}`}>{choice.label}</label>
              <p id={`payee-${choice.value}-about`}>{choice.about}</p>
            </div>
          ))}
      </fieldset>
      {values.recipient === 'own' && (
        <AccountSelect
          label="To account"
          accounts={accounts.filter((account) => canReceive(account) && account.id !== from)}
          error={errors.own}
          {...bind('own')}
        />
      )}
      {values.recipient === 'saved' && (
        <SelectField label="Payee" error={errors.payee} {...bind('payee')}>
          <option value="">Choose a payee</option>
          {byUse(payees).map((payee) => (
            <option key={payee.id} value={payee.id}>
              {payeeName(payee)}, {formatIban(payee.number)}
            </option>
          ))}
        </SelectField>
      )}
      {values.recipient === 'other' && (
        <TextField
          label="IBAN"
          hint="Spaces do not matter."
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="iban"
          error={errors.iban}
          {...bind('iban')}
        />
      )}
    </>
  )
}
