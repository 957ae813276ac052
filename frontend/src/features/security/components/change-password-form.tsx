import { type FormEvent, useState } from 'react'
import { PasswordField } from '@/components/password-field'
import { PasswordStrengthHint } from '@/components/password-strength'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useChangePassword } from '../api/change-password'

export function ChangePasswordForm({ email, onChanged }: { email: string; onChanged: () => void }) {
  const { values, bind } = useFields({ current_password: '', new_password: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const change = useChangePassword()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (change.isPending) return
    const missing: Record<string, string> = {}
    if (!values.current_password) missing.current_password = 'Enter your current password.'
    if (!values.new_password) missing.new_password = 'Choose a new password.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    change.mutate(values, {
      onSuccess: onChanged,
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      {/* A password manager stores the new password with the address that it belongs to. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Current password"
        autoComplete="current-password"
        error={errors.current_password}
        {...bind('current_password')}
      />
      <div>
        <PasswordField
          label="New password"
          hint="A few unrelated words are easier to remember, and harder to guess."
          autoComplete="new-password"
          error={errors.new_password}
          {...bind('new_password')}
        />
        <PasswordStrengthHint password={values.new_password} email={email} />
      </div>
      <SubmitButton busy={change.isPending}>Change the password</SubmitButton>
    </form>
  )
}
