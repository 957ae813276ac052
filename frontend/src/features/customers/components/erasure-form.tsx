import { type FormEvent, useState } from 'react'
import { CheckField } from '@/components/check-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useAskForErasure } from '../api/data-rights'

/** Asks to be forgotten. It cannot be undone once two people have carried it out. */
export function ErasureForm({ customerId }: { customerId: string }) {
  const { values, bind } = useFields({ reason: '' })
  const [isSure, setSure] = useState(false)
  const [errors, setErrors] = useState<FormErrors>({})
  const ask = useAskForErasure(customerId)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (ask.isPending) return
    const missing: FormErrors = {
      ...(!values.reason.trim() && { reason: 'Say in a few words why.' }),
      ...(!isSure && { sure: 'Confirm that you want to be forgotten.' }),
    }
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    ask.mutate(values.reason.trim(), {
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  if (ask.isSuccess) {
    return (
      <p className="notice" role="status">
        We have your request. Two of our people look at it, and then you are forgotten.
      </p>
    )
  }
  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="Why" maxLength={200} autoComplete="off" error={errors.reason} {...bind('reason')} />
      <CheckField id="sure" label="Yes, forget me. I know that it cannot be undone." checked={isSure} error={errors.sure} onChange={setSure} />
      <SubmitButton busy={ask.isPending}>Ask to be forgotten</SubmitButton>
    </form>
  )
}
