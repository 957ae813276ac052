import { type FormEvent, useState } from 'react'
import { CodeField } from '@/components/code-field'
import { ProblemSummary } from '@/components/problem-summary'
import { Resend } from '@/components/resend'
import { SubmitButton } from '@/components/submit-button'
import type { NextStep } from '@/lib/api/allauth'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { compactCode, isSixDigits } from '@/lib/codes'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { type CodePurpose, useConfirmCode } from '../api/confirm-code'
import { useResendCode } from '../api/resend-code'

interface CodeFormProps {
  purpose: CodePurpose
  onStep: (step: NextStep) => void
}

/** The code that was mailed, while signing up or in. */
export function CodeForm({ purpose, onStep }: CodeFormProps) {
  const { values, bind } = useFields({ code: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const confirm = useConfirmCode(purpose)
  const resend = useResendCode(purpose)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (confirm.isPending) return
    const code = compactCode(values.code)
    if (!isSixDigits(code)) {
      setErrors({ code: 'Enter the 6 digits from the e-mail.' })
      return
    }
    setErrors({})
    confirm.mutate(code, {
      onSuccess: onStep,
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <ProblemSummary errors={errors} />
        <CodeField label="Code" hint="6 digits. It works for 5 minutes, once." error={errors.code} {...bind('code')} />
        <SubmitButton busy={confirm.isPending}>Continue</SubmitButton>
      </form>
      <Resend
        isPending={resend.isPending}
        isSent={resend.isSuccess}
        error={resend.error}
        onResend={(afterwards) => {
          resend.mutate(undefined, { onSettled: afterwards })
        }}
      />
    </>
  )
}
