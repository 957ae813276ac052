import type { AccountType, Fee } from '@/lib/api/types'
import { formatMoney, fromWire, isZero } from '@/lib/money'

const kinds: Readonly<Record<string, string>> = {
  maintenance: 'Account',
  transfer: 'Transfer',
  withdrawal: 'Withdrawal',
  card: 'Card',
  statement: 'Statement',
  other: 'Other',
}

const times: Readonly<Record<string, string>> = {
  once: 'once',
  each: 'each time',
  monthly: 'a month',
  quarterly: 'a quarter',
  yearly: 'a year',
}

export interface Term {
  readonly name: string
  readonly value: string
}

/** The terms of a product that is on offer, as lines to compare. */
export function productTerms(type: AccountType, interest: string): Term[] {
  const { currency, limit_day, limit_month, limit_transfer, limit_week, minimum_balance, minimum_opening, needs_approval, overdraft_limit, term_months } = type
  const money = (amount: string) => formatMoney(fromWire(amount, currency))
  const orNone = (amount: string) => (isZero(amount, currency) ? 'None' : money(amount))
  const orBank = (amount: string | null) => (amount === null ? 'The bank’s own' : money(amount))
  return [
    { name: 'Currency', value: currency },
    { name: 'Interest', value: interest || 'None' },
    { name: 'First deposit', value: orNone(minimum_opening) },
    { name: 'Lowest balance', value: orNone(minimum_balance) },
    { name: 'Overdraft', value: orNone(overdraft_limit) },
    { name: 'Term', value: term_months === null ? 'None' : `${String(term_months)} months` },
    { name: 'Limit for one payment', value: orBank(limit_transfer) },
    { name: 'Limit for a day', value: orBank(limit_day) },
    { name: 'Limit for a week', value: orBank(limit_week) },
    { name: 'Limit for a month', value: orBank(limit_month) },
    { name: 'Fees', value: feesOf(type) },
    { name: 'Opened', value: needs_approval ? 'After we have looked at it' : 'At once' },
  ]
}

function feesOf({ fees, currency }: AccountType): string {
  const lines = fees.map(({ kind, amount, when }) => `${kinds[kind] ?? kind}: ${formatMoney(fromWire(amount, currency))} ${times[when] ?? when}`)
  return lines.length > 0 ? lines.join(', ') : 'None'
}

/** "Account: €2.50 a month", as it is charged today. */
export function chargeWords({ kind, when, amount, currency }: Fee): string {
  return `${kinds[kind] ?? kind}: ${formatMoney(fromWire(amount, currency))} ${times[when] ?? when}`
}
