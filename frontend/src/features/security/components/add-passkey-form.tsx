import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useAddPasskey } from '../api/passkeys'
import { deviceWords } from '../device-words'

export function AddPasskeyForm({ onAdded }: { onAdded: () => void }) {
  const { values, bind } = useFields({ name: deviceWords(navigator.userAgent) })
  const [errors, setErrors] = useState<FormErrors>({})
  const add = useAddPasskey()

  function submit(event: FormEvent) {
    event.preventDefault()
    if (add.isPending) return
    const name = values.name.trim()
    setErrors(name ? {} : { name: 'Give it a name, so that you know it later.' })
    if (!name) return
    add.mutate(name, {
      onSuccess: onAdded,
      onError: (error) => {
        setErrors(allauthErrors(error))
      },
    })
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField label="Name" hint="Such as the device that it is on." autoComplete="off" maxLength={100} error={errors.name} {...bind('name')} />
      <SubmitButton busy={add.isPending}>Create the passkey</SubmitButton>
    </form>
  )
}
