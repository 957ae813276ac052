import { type FormEvent, useState } from 'react'
import { CodeField } from '@/components/code-field'
import { PasswordField } from '@/components/password-field'
import { PasswordStrengthHint } from '@/components/password-strength'
import { ProblemSummary } from '@/components/problem-summary'
import { Resend } from '@/components/resend'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { compactCode, isSixDigits } from '@/lib/codes'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useRequestPasswordReset, useResetPassword } from '../api/reset-password'

/** The mailed code and the new password, in one step: a code that was used up would be in the way of the second. */
export function ResetPasswordForm({ email, onDone }: { email: string; onDone: () => void }) {
  const { values, bind } = useFields({ code: '', password: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const reset = useResetPassword()
  const again = useRequestPasswordReset()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (reset.isPending) return
    const code = compactCode(values.code)
    const missing: Record<string, string> = {}
    if (!isSixDigits(code)) missing.code = 'Enter the 6 digits from the e-mail.'
    if (!values.password) missing.password = 'Choose a new password.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    reset.mutate(
      { code, password: values.password },
      {
        onSuccess: onDone,
        onError: (error) => {
          setErrors(allauthErrors(error))
        },
      },
    )
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <ProblemSummary errors={errors} />
        <CodeField label="Code" hint="6 digits. It works for 5 minutes, once." error={errors.code} {...bind('code')} />
        {/* A password manager stores the new password with the address that it belongs to. */}
        <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
        <div>
          <PasswordField
            label="New password"
            hint="A few unrelated words are easier to remember, and harder to guess."
            autoComplete="new-password"
            error={errors.password}
            {...bind('password')}
          />
          <PasswordStrengthHint password={values.password} email={email} />
        </div>
        <SubmitButton busy={reset.isPending}>Set the new password</SubmitButton>
      </form>
      <Resend
        isPending={again.isPending}
        isSent={again.isSuccess}
        error={again.error}
        onResend={(afterwards) => {
          again.mutate(email, { onSettled: afterwards })
        }}
      />
    </>
  )
}
