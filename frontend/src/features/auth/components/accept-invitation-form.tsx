import { type FormEvent, useState } from 'react'
import { PasswordField } from '@/components/password-field'
import { PasswordStrengthHint } from '@/components/password-strength'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useAcceptInvitation } from '../api/invitation'

interface AcceptInvitationFormProps {
  token: string
  email: string
  onAccepted: (needsAuthenticator: boolean) => void
}

/** What somebody who was invited still has to give: the address is proven by the invitation. */
export function AcceptInvitationForm({ token, email, onAccepted }: AcceptInvitationFormProps) {
  const { values, bind } = useFields({ password: '', phone: '', date_of_birth: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const accept = useAcceptInvitation(token)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (accept.isPending) return
    const missing: Record<string, string> = {}
    if (!values.password) missing.password = 'Choose a password.'
    if (!values.phone.trim()) missing.phone = 'Enter your phone number.'
    if (!values.date_of_birth) missing.date_of_birth = 'Enter your date of birth.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    accept.mutate(
      { ...values, phone: values.phone.trim() },
      {
        onSuccess: (accepted) => {
          onAccepted(accepted.needs_authenticator)
        },
        onError: (error) => {
          setErrors(allauthErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField id="email" label="E-mail" type="email" autoComplete="username" value={email} readOnly />
      <div>
        <PasswordField
          label="Password"
          hint="A few unrelated words are easier to remember, and harder to guess."
          autoComplete="new-password"
          error={errors.password}
          {...bind('password')}
        />
        <PasswordStrengthHint password={values.password} email={email} />
      </div>
      <TextField
        label="Phone"
        hint="With the country code, such as +44 7700 900123."
        type="tel"
        autoComplete="tel"
        error={errors.phone}
        {...bind('phone')}
      />
      <TextField label="Date of birth" type="date" autoComplete="bday" error={errors.date_of_birth} {...bind('date_of_birth')} />
      <SubmitButton busy={accept.isPending}>Accept the invitation</SubmitButton>
    </form>
  )
}
