import type { Account } from './api/types'
import { formatMoney, fromWire } from './money'

/** `title` is what a payer sees, mostly the holder; at home an account goes by its nickname or its kind. */
export function accountName(account: Pick<Account, 'nickname' | 'account_type'>): string {
  return account.nickname || account.account_type.name
}

export function lastFour(number: string): string {
  return number.replace(/\s/g, '').slice(-4)
}

export function accountOption(account: Account): string {
  const available = formatMoney(fromWire(account.available, account.currency))
  return `${accountName(account)} ···${lastFour(account.number)}, ${available} available`
}

/** A closed account is history: it still shows, and is no longer offered. */
export function isClosed(account: Account): boolean {
  return account.status === 'closed'
}

export function canSpend(account: Account): boolean {
  return account.status === 'open' && account.access !== 'view'
}

export function canReceive(account: Account): boolean {
  return account.status === 'open' || account.status === 'credits_only'
}
