import { type FormEvent, useState } from 'react'
import { PasswordField } from '@/components/password-field'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'

/** The password of somebody who is signed in, once more. */
export function PasswordProofForm({ prove }: { prove: (password: string) => Promise<void> }) {
  const { values, bind } = useFields({ password: '' })
  const [errors, setErrors] = useState<FormErrors>({})
  const [isBusy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    setErrors(values.password ? {} : { 'proof-password': 'Enter your password.' })
    if (!values.password) return
    setBusy(true)
    try {
      await prove(values.password)
    } catch (error) {
      const { password, ...rest } = allauthErrors(error)
      setErrors(password ? { 'proof-password': password } : rest)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form noValidate onSubmit={(event) => void submit(event)}>
      <ProblemSummary errors={errors} />
      <PasswordField
        label="Your password"
        autoComplete="current-password"
        error={errors['proof-password']}
        {...bind('password')}
        // The page behind may have a field of that id.
        id="proof-password"
      />
      <SubmitButton busy={isBusy}>Confirm</SubmitButton>
    </form>
  )
}
