import { type FormEvent, useState } from 'react'
import { CheckField } from '@/components/check-field'
import { OutcomePanel } from '@/components/outcome-panel'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { accountName } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import type { FormErrors } from '@/lib/use-fields'
import { useIntent } from '@/lib/use-intent'
import { useCloseAccount } from '../api/close-account'
import { closeRefusalText } from '../closing'

/** Once it is done, the account itself says so, and the page shows that. */
export function CloseAccountForm({ account }: { account: Account }) {
  const [isSure, setSure] = useState(false)
  const [errors, setErrors] = useState<FormErrors>({})
  const close = useCloseAccount(account.id)
  const { state, send } = useIntent(`close.${account.id}`, account.id, close, () => undefined)
  // Whoever asks again what became of it was sure before.
  const isChecking = state.kind === 'unknown'

  function submit(event: FormEvent) {
    event.preventDefault()
    const isConfirmed = isSure || isChecking
    setErrors(isConfirmed ? {} : { sure: 'Confirm that you want to close this account.' })
    if (isConfirmed) void send()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel
          failure={state}
          notDone="Not closed"
          reason={state.kind === 'declined' ? closeRefusalText(state.problem) : ''}
        />
      )}
      {!isChecking && (
        <CheckField
          id="sure"
          label={`Yes, close ${accountName(account)} for good`}
          checked={isSure}
          error={errors.sure}
          onChange={setSure}
        />
      )}
      <SubmitButton busy={state.kind === 'sending'}>{isChecking ? 'Check again' : 'Close account'}</SubmitButton>
    </form>
  )
}
