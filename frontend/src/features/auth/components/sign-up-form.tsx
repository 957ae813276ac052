import { type FormEvent, useState } from 'react'
import { PasswordField } from '@/components/password-field'
import { PasswordStrengthHint } from '@/components/password-strength'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import type { NextStep } from '@/lib/api/allauth'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { type SignUp, useSignUp } from '../api/sign-up'

interface SignUpFormProps {
  /** What was given before, when somebody comes back to correct it. Never the password. */
  given?: Partial<SignUp>
  onStep: (step: NextStep, details: Omit<SignUp, 'password'>) => void
}

export function SignUpForm({ given = {}, onStep }: SignUpFormProps) {
  const { values, bind } = useFields({ email: '', phone: '', date_of_birth: '', ...given, password: '' })
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
        onStep(step, { email: details.email, phone: details.phone, date_of_birth: details.date_of_birth })
      },
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="E-mail"
        hint="We send a code to this address to check that it is yours."
        type="email"
        autoComplete="username"
        error={errors.email}
        {...bind('email')}
      />
      <div>
        <PasswordField
          label="Password"
          hint="A few unrelated words are easier to remember, and harder to guess."
          autoComplete="new-password"
          error={errors.password}
          {...bind('password')}
        />
        <PasswordStrengthHint password={values.password} email={values.email} />
      </div>
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
