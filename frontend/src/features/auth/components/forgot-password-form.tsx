import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useRequestPasswordReset } from '../api/reset-password'

export function ForgotPasswordForm({ onSent }: { onSent: (email: string) => void }) {
  const { values, bind } = useFields({ email: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const request = useRequestPasswordReset()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (request.isPending) return
    const email = values.email.trim()
    setErrors(email ? {} : { email: 'Enter your e-mail address.' })
    if (!email) return
    request.mutate(email, {
      onSuccess: () => {
        onSent(email)
      },
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="E-mail" type="email" autoComplete="username" error={errors.email} {...bind('email')} />
      <SubmitButton busy={request.isPending}>Send a code</SubmitButton>
    </form>
  )
}
