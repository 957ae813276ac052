import type { Account } from '@/lib/api/types'
import { compactIban, ibanProblem } from '@/lib/iban'
import { checkAmount } from './check-amount'
import type { Draft } from './draft'

export interface TransferAnswers {
  account: string
  payee: string
  own: string
  iban: string
  amount: string
  note: string
}

export type CheckedTransfer = { readonly draft: Draft } | { readonly errors: Record<string, string> }

export function checkTransfer(answers: TransferAnswers, accounts: readonly Account[]): CheckedTransfer {
  const errors: Record<string, string> = {}
  const from = accounts.find(({ id }) => id === answers.account)
  if (!from) errors.account = 'Choose the account to pay from.'
  const toOwn = answers.payee === 'own'
  if (toOwn && !answers.own) errors.own = 'Choose the account that receives the money.'
  if (toOwn && answers.own && answers.own === answers.account) errors.own = 'Choose another account than the one you pay from.'
  const wrongIban = toOwn ? null : ibanProblem(answers.iban)
  if (wrongIban) errors.iban = wrongIban
  if (!toOwn && from && compactIban(answers.iban) === compactIban(from.number)) {
    errors.iban = 'This is the account that you pay from. Enter another IBAN.'
  }
  const amount = from && checkAmount(answers.amount, from, true)
  if (amount && 'error' in amount) errors.amount = amount.error

  if (!from || !amount || 'error' in amount || Object.keys(errors).length > 0) return { errors }
  return {
    draft: {
      account: from.id,
      amount: amount.wire,
      currency: from.currency,
      note: answers.note.trim(),
      payee: toOwn ? 'own' : 'other',
      to: toOwn ? answers.own : compactIban(answers.iban),
    },
  }
}
