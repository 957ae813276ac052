import type { Account, Limit, Payee } from './api/types'
import type { Ceiling } from './check-amount'
import { formatInstant } from './format'
import { formatMoney, fromWire } from './money'

/** What may still be paid to others: one limit of the payer's, or what a new payee may get. */
export interface Allowance extends Ceiling {
  /** Beside the amount, before anything is typed. */
  readonly hint: string
}

const periods: Readonly<Record<Limit['kind'], string>> = {
  transfer: 'in one payment',
  day: 'today',
  week: 'this week',
  month: 'this month',
}

/** The limits that count for payments from this account; a product may have its own. */
export function limitsOf(account: Account, limits: readonly Limit[]): readonly Limit[] {
  const inCurrency = limits.filter(({ currency }) => currency === account.currency)
  const ofProduct = inCurrency.filter(({ product }) => product === account.account_type.code)
  return ofProduct.length > 0 ? ofProduct : inCurrency
}

/** The narrowest comes first, as the bank names it. */
export function allowances(account: Account, limits: readonly Limit[], payee: Payee | undefined): Allowance[] {
  const found: Allowance[] = limitsOf(account, limits).map(({ kind, remaining, currency }) => {
    const most = fromWire(remaining, currency)
    const words = formatMoney(most)
    const hint = kind === 'transfer' ? `You can pay ${words} to others in one payment.` : `You can pay ${words} more to others ${periods[kind]}.`
    return { most, hint, because: `That is what your limit leaves ${periods[kind]}. You can raise it under Profile, Limits.` }
  })
  if (payee?.cooling_off && payee.currency === account.currency) {
    const most = fromWire(payee.cooling_off.remaining, payee.currency)
    const until = formatInstant(payee.cooling_off.until)
    found.push({
      most,
      hint: `This payee is new: ${formatMoney(most)} at most until ${until}.`,
      because: `This payee is new, so no more until ${until}.`,
    })
  }
  return found.sort((left, right) => (left.most.minor < right.most.minor ? -1 : left.most.minor > right.most.minor ? 1 : 0))
}
