import { amountProblemText } from '@/lib/amount-words'
import type { Account } from '@/lib/api/types'
import { formatMoney, fromWire, parseAmount, toWire } from '@/lib/money'

export type CheckedAmount = { readonly wire: string } | { readonly error: string }

/** The typed amount for the wire, or what to change. `spends` also holds it against what is available. */
export function checkAmount(text: string, account: Account, spends: boolean): CheckedAmount {
  const parsed = parseAmount(text, account.currency)
  if (!parsed.ok) return { error: amountProblemText(parsed.problem, account.currency) }
  const available = fromWire(account.available, account.currency)
  if (spends && parsed.money.minor > available.minor) {
    const most = formatMoney(available)
    return { error: `Amount must be ${most} or less. You have ${most} available.` }
  }
  return { wire: toWire(parsed.money) }
}
