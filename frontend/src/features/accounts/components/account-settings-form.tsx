import { type FormEvent, useState } from 'react'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { fieldErrors } from '@/lib/api/field-errors'
import type { Account } from '@/lib/api/types'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { frequencyWords } from '../account-words'
import { useChangeAccount } from '../api/change-account'

/** What a holder decides about an account: its name at home, and how often it reports. */
export function AccountSettingsForm({ account, onSaved }: { account: Account; onSaved: () => void }) {
  const { values, bind } = useFields({ nickname: account.nickname, statement_frequency: account.statement_frequency as string })
  const [errors, setErrors] = useState<FormErrors>({})
  const change = useChangeAccount(account.id)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (change.isPending) return
    setErrors({})
    const frequency = values.statement_frequency as Account['statement_frequency']
    change.mutate(
      {
        ...(values.nickname.trim() !== account.nickname && { nickname: values.nickname.trim() }),
        ...(frequency !== account.statement_frequency && { statement_frequency: frequency }),
      },
      {
        onSuccess: onSaved,
        onError: (error) => {
          setErrors(fieldErrors(error))
        },
      },
    )
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <TextField
        label="Nickname"
        hint="Only you see it. You can leave it empty."
        maxLength={40}
        autoComplete="off"
        error={errors.nickname}
        {...bind('nickname')}
      />
      <SelectField label="Statements" error={errors.statement_frequency} {...bind('statement_frequency')}>
        {Object.entries(frequencyWords).map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </SelectField>
      <SubmitButton busy={change.isPending}>Save</SubmitButton>
    </form>
  )
}
