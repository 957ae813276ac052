import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useCreateCustomer } from '../api/create-customer'

export function NameForm() {
  const { values, bind } = useFields({ given_name: '', family_name: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const create = useCreateCustomer()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (create.isPending) return
    const name = { given_name: values.given_name.trim(), family_name: values.family_name.trim() }
    const missing: Record<string, string> = {}
    if (!name.given_name) missing.given_name = 'Enter your given name.'
    if (!name.family_name) missing.family_name = 'Enter your family name.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    create.mutate(name, {
      onError: (error) => {
        setErrors(fieldErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="Given name" autoComplete="given-name" error={errors.given_name} {...bind('given_name')} />
      <TextField label="Family name" autoComplete="family-name" error={errors.family_name} {...bind('family_name')} />
      <SubmitButton busy={create.isPending}>Continue</SubmitButton>
    </form>
  )
}
