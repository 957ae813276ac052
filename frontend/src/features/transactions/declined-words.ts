import type { Declined } from '@/lib/api/types'
import { formatMoney, fromWire } from '@/lib/money'

const operations: Readonly<Record<string, string>> = {
  deposit: 'Deposit',
  withdrawal: 'Withdrawal',
  transfer: 'Transfer',
  batch: 'Batch of transfers',
  order_payment: 'Planned payment',
  open_account: 'New account',
  hold: 'Reservation',
  capture: 'Payment of what was reserved',
}

/** What somebody tried, such as "Transfer". */
export function operationWord(operation: string): string {
  return operations[operation] ?? 'Payment'
}

/** The amount as it was asked for, which may have been no amount at all. */
export function declinedAmount({ amount, currency }: Pick<Declined, 'amount' | 'currency'>): string {
  if (!/^\d+(\.\d+)?$/.test(amount) || !/^[A-Z]{3}$/.test(currency)) return [amount, currency].filter(Boolean).join(' ')
  try {
    return formatMoney(fromWire(amount, currency))
  } catch {
    // Too many decimals may be why it was declined.
    return `${amount} ${currency}`
  }
}
