import type { IconName } from '@/components/icon'
import type { Transaction, TransactionQuery } from '@/lib/api/types'

export type TransactionType = NonNullable<TransactionQuery['type']>[number]

export const typeWords: Record<TransactionType, string> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  transfer_in: 'Transfer in',
  transfer_out: 'Transfer out',
  interest: 'Interest',
  fee: 'Fee',
  tax: 'Tax',
  reversal: 'Reversal',
}

const typeIcons: Record<TransactionType, IconName> = {
  deposit: 'plus',
  withdrawal: 'minus',
  transfer_in: 'in',
  transfer_out: 'out',
  interest: 'percent',
  fee: 'minus',
  tax: 'minus',
  reversal: 'undo',
}

export function isType(text: string | undefined): text is TransactionType {
  return text !== undefined && Object.hasOwn(typeWords, text)
}

/** A type that this portal does not know yet still shows, by its own name. */
export function typeWord(type: string): string {
  return isType(type) ? typeWords[type] : type
}

export function typeIcon({ type, direction }: Transaction): IconName {
  return isType(type) ? typeIcons[type] : direction
}

export const orders = {
  '-posted_at': 'Newest first',
  posted_at: 'Oldest first',
  '-amount': 'Largest first',
  amount: 'Smallest first',
} as const

export type Order = keyof typeof orders

/** What a person recognises a movement by. The bank's own accounts have no number: there the note says more. */
export function transactionTitle({ counterparty, note, type }: Transaction): string {
  const isPerson = counterparty.number !== null
  return isPerson ? counterparty.name : note || typeWord(type)
}

/** The line below the title: what the title does not say yet. */
export function transactionAbout(transaction: Transaction): string {
  const { note, status, type } = transaction
  const said = transactionTitle(transaction)
  return [typeWord(type), note, status === 'posted' ? '' : status].filter((part) => part !== '' && part !== said).join(' · ')
}
