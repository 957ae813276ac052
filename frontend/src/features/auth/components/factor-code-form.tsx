import { type FormEvent, useState } from 'react'
import { CodeField } from '@/components/code-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { compactCode, isSixDigits } from '@/lib/codes'
import { type FormErrors, useFields } from '@/lib/use-fields'

// The page behind a dialog may have a field called "code".
const field = 'factor-code'

type CodeType = 'totp' | 'recovery_codes' | 'email'

const labels: Readonly<Record<CodeType, string>> = {
  totp: 'Code from the app',
  recovery_codes: 'Recovery code',
  email: 'Code from the e-mail',
}
const missing: Readonly<Record<CodeType, string>> = {
  totp: 'Enter the 6 digits that the app shows.',
  recovery_codes: 'Enter one of your recovery codes.',
  email: 'Enter the 6 digits from the e-mail.',
}

interface FactorCodeFormProps {
  type: CodeType
  /** What a refused proof throws becomes words beside the field. */
  prove: (code: string) => Promise<unknown>
  button?: string
}

/** A code of the authenticator app, a recovery code or a mailed one. */
export function FactorCodeForm({ type, prove, button = 'Continue' }: FactorCodeFormProps) {
  const { values, bind } = useFields({ code: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const code = compactCode(values.code)
    const isComplete = type === 'recovery_codes' ? code !== '' : isSixDigits(code)
    setErrors(isComplete ? {} : { [field]: missing[type] })
    if (!isComplete) return
    setBusy(true)
    try {
      await prove(code)
    } catch (error) {
      const { code: wrong, ...rest } = allauthErrors(error)
      setErrors(wrong ? { [field]: wrong } : rest)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ProblemSummary errors={errors} />
      <CodeField
        label={labels[type]}
        error={errors[field]}
        {...(type === 'recovery_codes' && { inputMode: 'text', autoComplete: 'off' })}
        {...bind('code')}
        id={field}
      />
      <SubmitButton busy={isBusy}>{button}</SubmitButton>
    </form>
  )
}
