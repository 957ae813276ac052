import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useChangeEmail } from '../api/email'

export function ChangeEmailForm() {
  const { values, bind } = useFields({ email: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const change = useChangeEmail()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (change.isPending) return
    const email = values.email.trim()
    setErrors(email ? {} : { email: 'Enter your new e-mail address.' })
    if (!email) return
    change.mutate(email, {
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="New e-mail"
        hint="We send a code there. Until you enter it, nothing changes."
        type="email"
        autoComplete="email"
        error={errors.email}
        {...bind('email')}
      />
      <SubmitButton busy={change.isPending}>Send the code</SubmitButton>
    </form>
  )
}
