import { type FormEvent, useEffect, useState } from 'react'
import { OutcomePanel } from '@/components/outcome-panel'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import type { Account, AccountRequest, AccountType, Branch } from '@/lib/api/types'
import { readStored, store } from '@/lib/session-store'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useIntent } from '@/lib/use-intent'
import { useOpenAccount } from '../api/open-account'
import { AccountTypeChoice } from './account-type-choice'

const draftName = 'draft.open-account'
const blank = { account_type: '', branch: '', nickname: '' }

interface OpenAccountFormProps {
  types: readonly AccountType[]
  branches: readonly Branch[]
  interestOf: (code: string) => string
  onOpened: (account: Account) => void
}

export function OpenAccountForm({ types, branches, interestOf, onOpened }: OpenAccountFormProps) {
  const { values, set, bind } = useFields(readStored(draftName, isDraft) ?? blank)
  const [errors, setErrors] = useState<FormErrors>({})
  const request = requestFrom(values)
  const open = useOpenAccount()
  const { state, send } = useIntent('open-account', request, (key) => open(request, key), onOpened)

  // Kept through a refresh, so that the same answers find the same key.
  useEffect(() => {
    store(draftName, values)
  }, [values])

  function submit(event: FormEvent) {
    event.preventDefault()
    const missing: FormErrors = values.account_type ? {} : { account_type: 'Choose a type of account.' }
    setErrors(missing)
    if (values.account_type) void send()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <AccountTypeChoice
        types={types}
        interestOf={interestOf}
        value={values.account_type}
        error={errors.account_type}
        onChange={(id) => {
          set('account_type', id)
        }}
      />
      <SelectField label="Branch" {...bind('branch')}>
        <option value="">No preference</option>
        {branches.map((branch) => (
          <option key={branch.id} value={branch.id}>
            {branch.name}, {branch.city}
          </option>
        ))}
      </SelectField>
      <TextField label="Nickname" hint="Only you see it. You can leave it empty." autoComplete="off" {...bind('nickname')} />
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel
          failure={state}
          notDone="Not opened"
          reason={state.kind === 'declined' ? state.problem.message : ''}
        />
      )}
      <SubmitButton busy={state.kind === 'sending'}>
        {state.kind === 'unknown' ? 'Check again' : 'Open account'}
      </SubmitButton>
    </form>
  )
}

function requestFrom({ account_type, branch, nickname }: typeof blank): AccountRequest {
  return {
    account_type,
    ...(branch && { branch }),
    ...(nickname.trim() && { nickname: nickname.trim() }),
  }
}

function isDraft(value: unknown): value is typeof blank {
  const draft = value as Partial<typeof blank> | null
  return [draft?.account_type, draft?.branch, draft?.nickname].every((field) => typeof field === 'string')
}
