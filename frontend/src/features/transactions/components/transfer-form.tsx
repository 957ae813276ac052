import { type FormEvent, useState } from 'react'
import { AmountInput } from '@/components/amount-input'
import { ProblemSummary } from '@/components/problem-summary'
import { SubmitButton } from '@/components/submit-button'
import { TextField } from '@/components/text-field'
import { canReceive, canSpend } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { formatIban } from '@/lib/format'
import { type FormErrors, useFields } from '@/lib/use-fields'
import { checkTransfer, type TransferAnswers } from '../check-transfer'
import { readDraft, storeDraft } from '../draft'
import { AccountSelect } from './account-select'
import { PayeeChoice } from './payee-choice'

interface TransferFormProps {
  accounts: readonly Account[]
  preselected: string
  onReady: () => void
}

export function TransferForm({ accounts, preselected, onReady }: TransferFormProps) {
  const { values, set, bind } = useFields(initialAnswers(accounts, preselected))
  const [errors, setErrors] = useState<FormErrors>({})
  const from = accounts.find(({ id }) => id === values.account)

  function submit(event: FormEvent) {
    event.preventDefault()
    const checked = checkTransfer(values, accounts)
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
      <PayeeChoice
        value={values.payee}
        onChange={(payee) => {
          set('payee', payee)
        }}
      />
      {values.payee === 'own' ? (
        <AccountSelect
          label="To account"
          accounts={accounts.filter((account) => canReceive(account) && account.id !== values.account)}
          error={errors.own}
          {...bind('own')}
        />
      ) : (
        <TextField
          label="IBAN"
          hint="Spaces do not matter."
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          className="iban"
          error={errors.iban}
          {...bind('iban')}
        />
      )}
      <AmountInput currency={from?.currency ?? accounts[0]?.currency ?? 'EUR'} error={errors.amount} {...bind('amount')} />
      <TextField label="Note (optional)" hint="The person you pay sees it." autoComplete="off" {...bind('note')} />
      <SubmitButton busy={false}>Check answers</SubmitButton>
    </form>
  )
}

function initialAnswers(accounts: readonly Account[], preselected: string): TransferAnswers {
  const draft = readDraft('transfer')
  const spendable = accounts.filter(canSpend)
  const receivable = accounts.filter(canReceive)
  const only = spendable.length === 1 ? spendable[0]?.id : undefined
  // An address or a draft can name an account that was closed since.
  const offered = (id: string | undefined, among: readonly Account[]) => (among.some((each) => each.id === id) ? id : undefined)
  return {
    account: offered(preselected, spendable) ?? offered(draft?.account, spendable) ?? only ?? '',
    payee: draft?.payee ?? (receivable.length > 1 ? 'own' : 'other'),
    own: (draft?.payee === 'own' && offered(draft.to, receivable)) || '',
    iban: draft?.payee === 'other' ? formatIban(draft.to ?? '') : '',
    amount: draft?.amount ?? '',
    note: draft?.note ?? '',
  }
}
