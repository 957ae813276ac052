import { type FormEvent, useState } from 'react'
import { AccountSelect } from '@/components/account-select'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { RecipientFields } from '@/components/recipient-fields'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { canSpend } from '@/lib/account-name'
import { allowances } from '@/lib/allowance'
import type { Account } from '@/lib/api/types'
import { initialRecipient } from '@/lib/recipient'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { checkTransfer, type Known, type TransferAnswers } from '../check-transfer'
import { readDraft, storeDraft } from '../draft'

interface TransferFormProps extends Known {
  preselected: { readonly account: string; readonly payee: string }
  onReady: () => void
}

export function TransferForm({ preselected, onReady, ...known }: TransferFormProps) {
  const { accounts, payees, limits } = known
  const { values, set, bind } = useFields(initialAnswers(known, preselected))
  const [errors, setErrors] = useState<FormErrors>({})
  const from = accounts.find(({ id }) => id === values.account)
  const payee = values.recipient === 'saved' ? payees.find(({ id }) => id === values.payee) : undefined
  const [tightest] = from && values.recipient !== 'own' ? allowances(from, limits, payee) : []

  function submit(event: FormEvent) {
    event.preventDefault()
    const checked = checkTransfer(values, known)
    if ('errors' in checked) {
      setErrors(checked.errors)
      return
    }
    storeDraft('transfer', checked.draft)
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
      <AmountInput
        currency={from?.currency ?? accounts[0]?.currency ?? 'EUR'}
        hint={tightest?.hint}
        error={errors.amount}
        {...bind('amount')}
      />
      <TextField label="Note (optional)" hint="The person you pay sees it." autoComplete="off" {...bind('note')} />
      <SubmitButton busy={false}>Check answers</SubmitButton>
    </form>
  )
}

function initialAnswers({ accounts, payees }: Known, preselected: TransferFormProps['preselected']): TransferAnswers {
  const draft = readDraft('transfer')
  const spendable = accounts.filter(canSpend)
  const only = spendable.length === 1 ? spendable[0]?.id : undefined
  // An address or a draft can name an account that was closed since.
  const offered = (id: string | undefined, among: readonly Account[]) => (among.some((each) => each.id === id) ? id : undefined)
  const held = draft?.payee && draft.to ? { kind: draft.payee, to: draft.to } : null
  return {
    account: offered(preselected.account, spendable) ?? offered(draft?.account, spendable) ?? only ?? '',
    ...initialRecipient(held, preselected.payee, accounts, payees),
    amount: draft?.amount ?? '',
    note: draft?.note ?? '',
  }
}
