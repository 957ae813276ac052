import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { type FormErrors, useFields } from '@/lib/use-fields'
import type { NextStep } from '../api/allauth'
import { authErrors } from '../api/auth-errors'
import { useSignIn } from '../api/sign-in'
import { PasswordField } from './password-field'

export function SignInForm({ onStep }: { onStep: (step: NextStep, email: string) => void }) {
  const { values, bind } = useFields({ email: '', password: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const signIn = useSignIn()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (signIn.isPending) return
    const email = values.email.trim()
    const missing: Record<string, string> = {}
    if (!email) missing.email = 'Enter your e-mail address.'
    if (!values.password) missing.password = 'Enter your password.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    signIn.mutate(
      { email, password: values.password },
      {
        onSuccess: (step) => {
          onStep(step, email)
        },
        onError: (error) => {
          setErrors(authErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="E-mail" type="email" autoComplete="username" error={errors.email} {...bind('email')} />
      <PasswordField label="Password" autoComplete="current-password" error={errors.password} {...bind('password')} />
      <SubmitButton busy={signIn.isPending}>Sign in</SubmitButton>
    </form>
  )
}
