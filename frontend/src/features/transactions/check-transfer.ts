import { allowances } from '@/lib/allowance'
import type { Account, Limit, Payee } from '@/lib/api/types'
import { availableCeiling, checkAmount } from '@/lib/check-amount'
import { checkRecipient, type RecipientAnswers } from '@/lib/recipient'
import type { Draft } from './draft'

export interface TransferAnswers extends RecipientAnswers {
  account: string
  amount: string
  note: string
}

/** What the bank has told about the person who pays. */
export interface Known {
  readonly accounts: readonly Account[]
  readonly payees: readonly Payee[]
  readonly limits: readonly Limit[]
}

export type CheckedTransfer = { readonly draft: Draft } | { readonly errors: Record<string, string> }

export function checkTransfer(answers: TransferAnswers, { accounts, payees, limits }: Known): CheckedTransfer {
  const from = accounts.find(({ id }) => id === answers.account)
  const checked = checkRecipient(answers, from, accounts, payees)
  const payee = answers.recipient === 'saved' ? payees.find(({ id }) => id === answers.payee) : undefined
  // Between a person's own accounts nothing limits but the money.
  const counted = from && answers.recipient !== 'own' ? allowances(from, limits, payee) : []
  const amount = from && checkAmount(answers.amount, from.currency, [availableCeiling(from), ...counted])
  const errors = {
    ...(!from && { account: 'Choose the account to pay from.' }),
    ...('errors' in checked && checked.errors),
    ...(amount && 'error' in amount && { amount: amount.error }),
  }
  if (!from || !amount || 'error' in amount || 'errors' in checked) return { errors }
  return {
    draft: {
      account: from.id,
      amount: amount.wire,
      currency: from.currency,
      note: answers.note.trim(),
      payee: checked.recipient.kind,
      to: checked.recipient.to,
      toLabel: checked.recipient.label,
    },
  }
}
