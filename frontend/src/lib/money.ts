import { exponentOf, symbolOf } from './currency'

/** Money is whole minor units (cents). It never passes through a floating-point number. */
export interface Money {
  readonly minor: bigint
  readonly currency: string
}

export type AmountProblem = 'empty' | 'not_an_amount' | 'too_many_decimals' | 'zero' | 'too_large'

export type ParsedAmount =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly problem: AmountProblem }

const largestMinor = 10n ** 14n

// Every accepted shape has one reading. "1,234" is a thousand; "12,5" can only be a decimal comma.
const shapes: readonly { pattern: RegExp; decimal: '.' | ',' }[] = [
  { pattern: /^\d+(\.\d+)?$/, decimal: '.' },
  { pattern: /^\d{1,3}(,\d{3})+(\.\d+)?$/, decimal: '.' },
  { pattern: /^\d{1,3}( \d{3})+(\.\d+)?$/, decimal: '.' },
  { pattern: /^\d+,\d{1,2}$/, decimal: ',' },
  { pattern: /^\d{1,3}(\.\d{3})+,\d+$/, decimal: ',' },
  { pattern: /^\d{1,3}( \d{3})+,\d+$/, decimal: ',' },
]

/** Reads what a person typed or pasted: grouping, a decimal comma and the currency's sign are welcome. */
export function parseAmount(text: string, currency: string): ParsedAmount {
  const typed = withoutCurrency(text.replace(/[\u00a0\u202f]/g, ' ').trim(), currency)
  if (typed === '') return { ok: false, problem: 'empty' }
  const shape = shapes.find(({ pattern }) => pattern.test(typed))
  if (!shape) return { ok: false, problem: 'not_an_amount' }

  const [whole = '', decimals = ''] = typed.split(shape.decimal)
  const exponent = exponentOf(currency)
  if (decimals.length > exponent) return { ok: false, problem: 'too_many_decimals' }
  const minor = BigInt(whole.replace(/[., ]/g, '') + decimals.padEnd(exponent, '0'))
  if (minor === 0n) return { ok: false, problem: 'zero' }
  if (minor >= largestMinor) return { ok: false, problem: 'too_large' }
  return { ok: true, money: { minor, currency } }
}

/** The server's string, such as "-12.50". Anything else is a fault of the server, so it throws. */
export function fromWire(text: string, currency: string): Money {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  const exponent = exponentOf(currency)
  const decimals = match?.[3] ?? ''
  if (!match || decimals.length > exponent) throw new Error(`Not a ${currency} amount: ${text}`)
  const minor = BigInt(match[2] + decimals.padEnd(exponent, '0'))
  return { minor: match[1] ? -minor : minor, currency }
}

export function toWire({ minor, currency }: Money): string {
  const exponent = exponentOf(currency)
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0')
  const whole = digits.slice(0, digits.length - exponent)
  const decimals = exponent ? `.${digits.slice(-exponent)}` : ''
  return `${minor < 0n ? '-' : ''}${whole}${decimals}`
}

export function add(left: Money, right: Money): Money {
  if (left.currency !== right.currency) throw new Error('Two currencies have no sum.')
  return { minor: left.minor + right.minor, currency: left.currency }
}

export function formatMoney(money: Money, sign: 'auto' | 'always' = 'auto'): string {
  const digits = exponentOf(money.currency)
  const format = new Intl.NumberFormat('en-GB', {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: sign === 'always' ? 'exceptZero' : 'auto',
  })
  // A decimal string keeps every digit; a number would round beyond 2^53.
  return format.format(toWire(money) as `${number}`).replace('-', '\u2212')
}

function withoutCurrency(text: string, currency: string): string {
  for (const mark of [symbolOf(currency), currency]) {
    if (text.toUpperCase().startsWith(mark)) return text.slice(mark.length).trim()
    if (text.toUpperCase().endsWith(mark)) return text.slice(0, -mark.length).trim()
  }
  return text
}
