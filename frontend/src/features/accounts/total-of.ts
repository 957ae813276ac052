import type { Account } from '@/lib/api/types'
import { add, fromWire, type Money } from '@/lib/money'

/** One total per currency: adding euros to pounds would be a lie. */
export function totalsOf(accounts: readonly Account[], of: 'balance' | 'available'): Money[] {
  const totals = new Map<string, Money>()
  for (const account of accounts) {
    const amount = fromWire(account[of], account.currency)
    const held = totals.get(account.currency)
    totals.set(account.currency, held ? add(held, amount) : amount)
  }
  return [...totals.values()]
}
