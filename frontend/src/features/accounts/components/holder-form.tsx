import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { ApiProblem, isProblem } from '@/lib/api/problem'
import type { Account } from '@/lib/api/types'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { rightWords } from '../account-words'
import { useSetHolder } from '../api/holders'

const customerNumber = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const refusals: Readonly<Record<string, string>> = {
  customer_not_found: 'Nobody has this customer number. Ask them to copy it from their profile.',
  customer_not_active: 'This customer cannot hold an account yet: the bank is still checking their details.',
  last_owner: 'An account keeps at least one owner. Give somebody else that right first.',
  status_unchanged: 'They have this right already.',
}

/** Lets somebody else hold the account; the bank asks the owner for a fresh factor. */
export function HolderForm({ account, onSaved }: { account: Account; onSaved: (isOffered: boolean) => void }) {
  const { values, set, bind } = useFields({ customer: '', access: 'joint' })
  const [errors, setErrors] = useState<FormErrors>({})
  const give = useSetHolder(account.id)
  const access = values.access as Account['access']

  function submit(event: FormEvent) {
    event.preventDefault()
    if (give.isPending) return
    const customer = values.customer.trim().toLowerCase()
    const isNumber = customerNumber.test(customer)
    setErrors(isNumber ? {} : { customer: 'Enter the customer number as it stands in their profile.' })
    if (!isNumber) return
    give.mutate(
      { customer, access },
      {
        onSuccess: ({ isOffered }) => {
          set('customer', '')
          onSaved(isOffered)
        },
        onError: (error) => {
          if (isProblem(error, 'step_up_required')) return
          const known = error instanceof ApiProblem ? refusals[error.code] : undefined
          setErrors(known ? { customer: known } : fieldErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="Their customer number"
        hint="They find it in their profile. Only give it to people whom you trust with your money."
        autoComplete="off"
        spellCheck={false}
        error={errors.customer}
        {...bind('customer')}
      />
      <SelectField label="What they may do" hint={rightWords[access].about} error={errors.access} {...bind('access')}>
        {Object.entries(rightWords).map(([right, { label }]) => (
          <option key={right} value={right}>
            {label}
          </option>
        ))}
      </SelectField>
      <SubmitButton busy={give.isPending}>Give this right</SubmitButton>
    </form>
  )
}
