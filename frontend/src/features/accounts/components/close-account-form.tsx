import { type FormEvent, type ReactNode, useState } from 'react'
import { CheckField } from '@/components/check-field'
import { MoneyText } from '@/components/money-text'
import { OutcomePanel } from '@/components/outcome-panel'
import { ProblemSummary } from '@/components/problem-summary'
import { SelectField } from '@/components/select-field'
import { SubmitButton } from '@/components/submit-button'
import { accountName, accountOption } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import type { FormErrors } from '@/lib/use-fields'
import { useIntent } from '@/lib/use-intent'
import { useCloseAccount } from '../api/close-account'
import { closeRefusalText, hasMoney, waitsForInterest } from '../closing'

interface CloseAccountFormProps {
  account: Account
  targets: readonly Account[]
  /** What books the interest that stands in the way. */
  settlement: (onSettled: () => void) => ReactNode
}

/** Once it is done, the account itself says so, and the page shows that. */
export function CloseAccountForm({ account, targets, settlement }: CloseAccountFormProps) {
  const [isSettled, setSettled] = useState(false)
  const [isSure, setSure] = useState(false)
  const [target, setTarget] = useState('')
  const [errors, setErrors] = useState<FormErrors>({})
  const needsTarget = hasMoney(account)
  const sweepTo = needsTarget ? target : ''
  const close = useCloseAccount(account.id)
  const { state, send } = useIntent(`close.${account.id}`, account.id, () => close(sweepTo), () => undefined)
  // Whoever asks again what became of it was sure before.
  const isChecking = state.kind === 'unknown'
  const isWaiting = state.kind === 'declined' && waitsForInterest(state.problem)

  function submit(event: FormEvent) {
    event.preventDefault()
    const missing: Record<string, string> = {}
    if (needsTarget && !target) missing.sweep_to = 'Choose the account that gets what is left.'
    if (!isSure && !isChecking) missing.sure = 'Confirm that you want to close this account.'
    setErrors(missing)
    if (Object.keys(missing).length > 0) return
    setSettled(false)
    void send()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      {isSettled && (
        <p className="notice" role="status">
          The interest is booked. You can close the account now.
        </p>
      )}
      {state.kind !== 'ready' && state.kind !== 'sending' && !isSettled && (
        <OutcomePanel
          failure={state}
          notDone="Not closed"
          reason={state.kind === 'declined' ? closeRefusalText(state.problem) : ''}
        />
      )}
      {isWaiting &&
        !isSettled &&
        settlement(() => {
          setSettled(true)
        })}
      {needsTarget && (
        <>
          <p className="panel-lead">
            <MoneyText amount={account.balance} currency={account.currency} /> is still in this account. It moves in the same
            moment in which the account is closed.
          </p>
          <SelectField
            id="sweep_to"
            name="sweep_to"
            label="Where it goes"
            value={target}
            error={errors.sweep_to}
            onChange={(event) => {
              setTarget(event.target.value)
            }}
          >
            <option value="">Choose an account</option>
            {targets.map((each) => (
              <option key={each.id} value={each.id}>
                {accountOption(each)}
              </option>
            ))}
          </SelectField>
        </>
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
