import { amountProblemText } from './amount-words'
import type { Account } from './api/types'
import { formatMoney, fromWire, type Money, parseAmount, toWire } from './money'

export type CheckedAmount = { readonly wire: string } | { readonly error: string }

/** The most that an amount may be, and why. */
export interface Ceiling {
  readonly most: Money
  /** A sentence; it follows "Amount must be … or less." */
  readonly because: string
}

/** The typed amount for the wire, or what to change. The lowest ceiling in the way is named. */
export function checkAmount(text: string, currency: string, ceilings: readonly Ceiling[] = []): CheckedAmount {
  const parsed = parseAmount(text, currency)
  if (!parsed.ok) return { error: amountProblemText(parsed.problem, currency) }
  const { minor } = parsed.money
  const [lowest] = ceilings.filter(({ most }) => minor > most.minor).sort((left, right) => (left.most.minor < right.most.minor ? -1 : 1))
  if (lowest) return { error: `Amount must be ${formatMoney(lowest.most)} or less. ${lowest.because}` }
  return { wire: toWire(parsed.money) }
}

export function availableCeiling({ available, currency }: Account): Ceiling {
  const most = fromWire(available, currency)
  return { most, because: `You have ${formatMoney(most)} available.` }
}
