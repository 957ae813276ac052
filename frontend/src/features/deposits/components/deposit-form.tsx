import { type FormEvent, useState } from 'react'
import { AccountSelect } from '@/components/account-select'
import { AmountInput } from '@/components/amount-input'
import { OutcomePanel } from '@/components/outcome-panel'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { canSpend } from '@/lib/account-name'
import type { Account, FixedDeposit } from '@/lib/api/types'
import { refusalText } from '@/lib/refusal-words'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { useIntent } from '@/lib/use-intent'
import { usePlaceDeposit } from '../api/deposits'
import { checkDeposit } from '../check-deposit'
import { MaturityFields } from './maturity-fields'

interface DepositFormProps {
  accounts: readonly Account[]
  onPlaced: (deposit: FixedDeposit) => void
}

/** A sum for the term of a fixed-deposit account, at today's rate. */
export function DepositForm({ accounts, onPlaced }: DepositFormProps) {
  const fixed = accounts.filter(({ account_type, status }) => account_type.kind === 'fixed_deposit' && status === 'open')
  const others = accounts.filter(({ account_type }) => account_type.kind !== 'fixed_deposit')
  const { values, bind } = useFields({
    account: fixed.length === 1 ? (fixed[0]?.id ?? '') : '',
    from_account: '',
    amount: '',
    at_maturity: 'pay_out',
    pay_to: others.length === 1 ? (others[0]?.id ?? '') : '',
  })
  const [errors, setErrors] = useState<FormErrors>({})
  const checked = checkDeposit(values, accounts)
  const place = usePlaceDeposit()
  const { state, send } = useIntent(
    'fixed-deposit',
    'request' in checked ? checked.request : values,
    (key) => ('request' in checked ? place(checked.request, key) : Promise.reject(new Error('The form is not complete.'))),
    onPlaced,
  )

  function submit(event: FormEvent) {
    event.preventDefault()
    setErrors('errors' in checked ? checked.errors : {})
    if ('request' in checked) void send()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <AccountSelect label="Deposit account" accounts={fixed} error={errors.account} {...bind('account')} />
      <AccountSelect label="Pay in from (optional: the sum may lie there already)" accounts={others.filter(canSpend)} error={errors.from_account} {...bind('from_account')} />
      <AmountInput currency={fixed[0]?.currency ?? 'EUR'} error={errors.amount} {...bind('amount')} />
      <MaturityFields values={values} errors={errors} accounts={others} bind={bind} />
      {state.kind !== 'ready' && state.kind !== 'sending' && (
        <OutcomePanel failure={state} notDone="Not placed" reason={state.kind === 'declined' ? refusalText(state.problem) : ''} />
      )}
      <SubmitButton busy={state.kind === 'sending'}>{state.kind === 'unknown' ? 'Check again' : 'Place the deposit'}</SubmitButton>
    </form>
  )
}
