import { type FormEvent, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { CodeField } from '@/components/code-field'
import { ProblemSummary } from '@/components/problem-summary'
import { Resend } from '@/components/resend'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { compactCode, isSixDigits } from '@/lib/codes'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useCancelEmailChange, useProveEmail, useResendEmailCode } from '../api/email'

/** The code that was mailed to the new address; the change can still be called off. */
export function ProveEmailForm({ email, onProven }: { email: string; onProven: () => void }) {
  const { values, bind } = useFields({ code: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const prove = useProveEmail()
  const again = useResendEmailCode()
  const cancel = useCancelEmailChange()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (prove.isPending) return
    const code = compactCode(values.code)
    const isComplete = isSixDigits(code)
    setErrors(isComplete ? {} : { code: 'Enter the 6 digits from the e-mail.' })
    if (!isComplete) return
    prove.mutate(code, {
      onSuccess: onProven,
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <ProblemSummary errors={errors} />
        <CodeField label="Code" hint={`We sent it to ${email}. It works for 5 minutes, once.`} error={errors.code} {...bind('code')} />
        <SubmitButton busy={prove.isPending}>Use this address</SubmitButton>
      </form>
      <Resend
        isPending={again.isPending}
        isSent={again.isSuccess}
        error={again.error}
        onResend={(afterwards) => {
          again.mutate(email, { onSettled: afterwards })
        }}
      />
      <ActionProblem error={cancel.error} />
      <Button
        variant="outline-primary"
        aria-disabled={cancel.isPending}
        onClick={() => {
          if (!cancel.isPending) cancel.mutate(email)
        }}
      >
        Keep the old address
      </Button>
    </>
  )
}
