import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { Icon } from '@/components/icon'
import { PasswordField } from '@/components/password-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import type { NextStep } from '@/lib/api/allauth'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { hasPasskeys } from '@/lib/webauthn'
import { usePasskeySignIn } from '../api/passkey-sign-in'
import { useSignIn } from '../api/sign-in'

const notRight = 'The e-mail or the password is not right.'

/** Password first, or a passkey alone. */
export function SignInForm({ onStep }: { onStep: (step: NextStep, email: string) => void }) {
  const { values, bind } = useFields({ email: '', password: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const signIn = useSignIn()
  const passkey = usePasskeySignIn((step) => {
    onStep(step, '')
  })

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
          // No way on is how the bank answers for somebody who may not come in: no other words for that.
          if (step.to === 'start_again') setErrors({ '': notRight })
          else onStep(step, email)
        },
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
        {/* "webauthn" lets the browser list passkeys beside the addresses that it knows. */}
        <TextField label="E-mail" type="email" autoComplete="username webauthn" error={errors.email} {...bind('email')} />
        <PasswordField label="Password" autoComplete="current-password" error={errors.password} {...bind('password')} />
        <SubmitButton busy={signIn.isPending}>Sign in</SubmitButton>
      </form>
      {hasPasskeys() && (
        <div className="other-way">
          <Button
            variant="outline-primary"
            size="lg"
            aria-disabled={passkey.isPending}
            onClick={() => {
              if (!passkey.isPending) passkey.present()
            }}
          >
            <Icon name="key" /> Sign in with a passkey
          </Button>
          <ActionProblem error={passkey.error} />
        </div>
      )}
    </>
  )
}
