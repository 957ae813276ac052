import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { type FormErrors, useFields } from '@/lib/use-fields'
import type { NextStep } from '../api/allauth'
import { authErrors } from '../api/auth-errors'
import { type SignUp, useSignUp } from '../api/sign-up'
import { PasswordField } from './password-field'

export function SignUpForm({ onStep }: { onStep: (step: NextStep, email: string) => void }) {
  const { values, bind } = useFields({ email: '', password: '', phone: '', date_of_birth: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const signUp = useSignUp()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (signUp.isPending) return
    const details = { ...values, email: values.email.trim(), phone: values.phone.trim() }
    const missing = missingFrom(details)
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    signUp.mutate(details, {
      onSuccess: (step) => {
        onStep(step, details.email)
      },
      onError: (error) => {
        setErrors(authErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="E-mail"
        hint="We send a code to this address each time you sign in."
        type="email"
        autoComplete="username"
        error={errors.email}
        {...bind('email')}
      />
      <PasswordField
        label="Password"
        hint="A few unrelated words are easier to remember, and harder to guess."
        autoComplete="new-password"
        error={errors.password}
        {...bind('password')}
      />
      <TextField
        label="Phone"
        hint="With the country code, such as +44 7700 900123."
        type="tel"
        autoComplete="tel"
        error={errors.phone}
        {...bind('phone')}
      />
      <TextField
        label="Date of birth"
        hint="You must be 18 or older to bank with us."
        type="date"
        autoComplete="bday"
        error={errors.date_of_birth}
        {...bind('date_of_birth')}
      />
      <SubmitButton busy={signUp.isPending}>Create account</SubmitButton>
    </form>
  )
}

function missingFrom(details: SignUp): FormErrors {
  const missing: Record<string, string> = {}
  if (!details.email) missing.email = 'Enter your e-mail address.'
  if (!details.password) missing.password = 'Choose a password.'
  if (!details.phone) missing.phone = 'Enter your phone number.'
  if (!details.date_of_birth) missing.date_of_birth = 'Enter your date of birth.'
  return missing
}
