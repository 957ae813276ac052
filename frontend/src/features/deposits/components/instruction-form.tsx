import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Account, FixedDeposit } from '@/lib/api/types'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useInstructDeposit } from '../api/deposits'
import { checkInstruction } from '../check-deposit'
import { MaturityFields } from './maturity-fields'

interface InstructionFormProps {
  deposit: FixedDeposit
  accounts: readonly Account[]
  onSaved: () => void
}

/** What shall happen on the day of maturity, as long as it has not come. */
export function InstructionForm({ deposit, accounts, onSaved }: InstructionFormProps) {
  const { values, bind } = useFields({ at_maturity: deposit.at_maturity as string, pay_to: deposit.pay_to ?? '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const instruct = useInstructDeposit(deposit.id)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (instruct.isPending) return
    const checked = checkInstruction(values)
    setErrors('errors' in checked ? checked.errors : {})
    if ('errors' in checked) return
    instruct.mutate(checked.instruction, {
      onSuccess: onSaved,
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <MaturityFields values={values} errors={errors} accounts={accounts.filter(({ id }) => id !== deposit.account)} bind={bind} />
      <SubmitButton busy={instruct.isPending}>Save</SubmitButton>
    </form>
  )
}
