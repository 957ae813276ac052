import { type FormEvent, useState } from 'react'
import { AccountSelect } from '@/components/account-select'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { RecipientFields } from '@/components/recipient-fields'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { canSpend } from '@/lib/account-name'
import type { Account, Payee } from '@/lib/api/types'
import { initialRecipient } from '@/lib/recipient'
import { today } from '@/lib/today'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { checkOrder, type OrderAnswers, readOrderDraft, storeOrderDraft } from '../order-draft'
import { RetryField } from './retry-field'
import { RhythmFields } from './rhythm-fields'

interface OrderFormProps {
  accounts: readonly Account[]
  payees: readonly Payee[]
  preselected: { readonly account: string; readonly payee: string }
  onReady: () => void
}

/** A payment for later: once on a date, or again and again. */
export function OrderForm({ accounts, payees, preselected, onReady }: OrderFormProps) {
  const { values, set, bind } = useFields(initialAnswers(accounts, payees, preselected))
  const [errors, setErrors] = useState<FormErrors>({})
  const from = accounts.find(({ id }) => id === values.account)

  function submit(event: FormEvent) {
    event.preventDefault()
    const checked = checkOrder(values, accounts, payees, today())
    if ('errors' in checked) {
      setErrors(checked.errors)
      return
    }
    storeOrderDraft(checked.draft)
    onReady()
  }

  return (
    <form noValidate onSubmit={submit}>
      <ProblemSummary errors={errors} />
      <AccountSelect label="From account" accounts={accounts.filter(canSpend)} error={errors.account} {...bind('account')} />
      <RecipientFields
        values={values}
        errors={errors}
        accounts={accounts}
        payees={payees}
        from={values.account}
        bind={bind}
        onChoose={(kind) => {
          set('recipient', kind)
        }}
      />
      <AmountInput currency={from?.currency ?? accounts[0]?.currency ?? 'EUR'} error={errors.amount} {...bind('amount')} />
      <TextField label="Note (optional)" hint="The person you pay sees it." maxLength={140} autoComplete="off" {...bind('note')} />
      <RhythmFields values={values} errors={errors} bind={bind} />
      <RetryField {...bind('retry_days')} />
      <SubmitButton busy={false}>Check answers</SubmitButton>
    </form>
  )
}

function initialAnswers(accounts: readonly Account[], payees: readonly Payee[], preselected: OrderFormProps['preselected']): OrderAnswers {
  const draft = readOrderDraft()
  const request = draft?.request
  const spendable = accounts.filter(canSpend)
  const known = (id: string | undefined) => spendable.find((account) => account.id === id)?.id
  return {
    account: known(preselected.account) ?? known(request?.from_account) ?? (spendable.length === 1 ? spendable[0]?.id : undefined) ?? '',
    ...initialRecipient(draft?.recipient ?? null, preselected.payee, accounts, payees),
    amount: request?.amount ?? '',
    note: request?.note ?? '',
    frequency: request?.frequency ?? 'monthly',
    interval: String(request?.interval ?? 1),
    first_date: request?.first_date ?? '',
    day_of_month: request?.day_of_month ? String(request.day_of_month) : '',
    end: request?.end_date ? 'date' : request?.max_executions ? 'count' : 'never',
    end_date: request?.end_date ?? '',
    max_executions: request?.max_executions ? String(request.max_executions) : '',
    retry_days: String(request?.retry_days ?? 3),
  }
}
