import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { type FormErrors, useFields } from '@/lib/use-fields'
import type { NextStep } from '../api/allauth'
import { authErrors } from '../api/auth-errors'
import { type CodePurpose, useConfirmCode } from '../api/confirm-code'
import { ResendCode } from './resend-code'

interface CodeFormProps {
  purpose: CodePurpose
  onStep: (step: NextStep) => void
}

/** One field, never six boxes: a pasted or autofilled code must work. */
export function CodeForm({ purpose, onStep }: CodeFormProps) {
  const { values, bind } = useFields({ code: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const confirm = useConfirmCode(purpose)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (confirm.isPending) return
    const code = values.code.replace(/\s/g, '')
    if (!/^[0-9]{6}$/.test(code)) {
      setErrors({ code: 'Enter the 6 digits from the e-mail.' })
      return
    }
    setErrors({})
    confirm.mutate(code, {
      onSuccess: onStep,
      onError: (error) => {
        setErrors(authErrors(error))
      },
    })
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <ProblemSummary errors={errors} />
        <TextField
          label="Code"
          hint="6 digits. It works for 5 minutes, once."
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          className="code-input"
          error={errors.code}
          {...bind('code')}
        />
        <SubmitButton busy={confirm.isPending}>Continue</SubmitButton>
      </form>
      <ResendCode purpose={purpose} />
    </>
  )
}
