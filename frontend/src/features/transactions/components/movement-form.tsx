import { type FormEvent, useState } from 'react'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import type { Account } from '@/lib/api/types'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { checkAmount } from '../check-amount'
import { readDraft, storeDraft } from '../draft'
import type { PaymentKind } from '../kinds'
import { AccountSelect } from './account-select'

interface MovementFormProps {
  kind: Exclude<PaymentKind, 'transfer'>
  accounts: readonly Account[]
  preselected: string
  onReady: () => void
}

/** Deposit and withdrawal: one account, one amount. */
export function MovementForm({ kind, accounts, preselected, onReady }: MovementFormProps) {
  const draft = readDraft(kind)
  const only = accounts.length === 1 ? accounts[0]?.id : undefined
  const { values, bind } = useFields({
    account: preselected || draft?.account || only || '',
    amount: draft?.amount ?? '',
    note: draft?.note ?? '',
  })
  const [errors, setErrors] = useState<FormErrors>({})
  const account = accounts.find(({ id }) => id === values.account)

  function submit(event: FormEvent) {
    event.preventDefault()
    if (!account) {
      setErrors({ account: 'Choose an account.' })
      return
    }
    const amount = checkAmount(values.amount, account, kind === 'withdrawal')
    if ('error' in amount) {
      setErrors({ amount: amount.error })
      return
    }
    storeDraft(kind, { account: account.id, amount: amount.wire, currency: account.currency, note: values.note.trim() })
    onReady()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <AccountSelect
        label={kind === 'deposit' ? 'To account' : 'From account'}
        accounts={accounts}
        error={errors.account}
        {...bind('account')}
      />
      <AmountInput currency={account?.currency ?? accounts[0]?.currency ?? 'EUR'} error={errors.amount} {...bind('amount')} />
      <TextField label="Note (optional)" autoComplete="off" {...bind('note')} />
      <SubmitButton busy={false}>Check answers</SubmitButton>
    </form>
  )
}
