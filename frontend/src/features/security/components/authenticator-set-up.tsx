import { type FormEvent, useState } from 'react'
import { CodeField } from '@/components/code-field'
import { CopyButton } from '@/components/copy-button'
import { ProblemSummary } from '@/components/problem-summary'
import { QrCode } from '@/components/qr-code'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { compactCode, isSixDigits } from '@/lib/codes'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { type NewAuthenticator, useAddAuthenticator } from '../api/authenticator-app'

interface AuthenticatorSetUpProps {
  made: NewAuthenticator
  onAdded: () => void
}

/** Scan, or type the secret, and prove by a first code that the app has it. */
export function AuthenticatorSetUp({ made, onAdded }: AuthenticatorSetUpProps) {
  const { values, bind } = useFields({ code: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const add = useAddAuthenticator()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (add.isPending) return
    const code = compactCode(values.code)
    const isComplete = isSixDigits(code)
    setErrors(isComplete ? {} : { code: 'Enter the 6 digits that the app shows.' })
    if (!isComplete) return
    add.mutate(code, {
      onSuccess: onAdded,
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <ol className="steps">
      <li>
        <h2>Scan this with your app</h2>
        <p>Any authenticator app will do. On the phone itself, copy the secret instead.</p>
        <QrCode text={made.totp_url} label="QR code that holds the secret below" />
        <p className="secret">
          <code>{made.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code> <CopyButton text={made.secret} what="secret" />
        </p>
      </li>
      <li>
        <h2>Enter the code that it shows</h2>
        <form noValidate onSubmit={submit}>
          <ProblemSummary errors={errors} />
          <CodeField label="Code from the app" error={errors.code} {...bind('code')} />
          <SubmitButton busy={add.isPending}>Turn it on</SubmitButton>
        </form>
      </li>
    </ol>
  )
}
