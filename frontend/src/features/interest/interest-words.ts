import type { InterestMonth, InterestRate } from '@/lib/api/types'
import { formatMonth } from '@/lib/format'
import { formatMoney, fromWire } from '@/lib/money'

export const dayCountWords: Record<InterestRate['day_count'], string> = {
  act_365f: 'Each day is 1/365 of a year',
  act_360: 'Each day is 1/360 of a year',
  act_act_isda: 'Each day is 1/365 of a year, 1/366 in a leap year',
  '30e_360': 'Each month has 30 days of 1/360 of a year',
}

export const compoundingWords: Record<InterestRate['compounding'], string> = {
  daily: 'Interest earns interest from the next day',
  monthly: 'Interest earns interest from the next month',
  quarterly: 'Interest earns interest from the next quarter',
  yearly: 'Interest earns interest from the next year',
  none: 'Interest earns once it is credited',
}

export const postingWords: Record<InterestRate['posting_period'], string> = {
  daily: 'Every day',
  monthly: 'Every month',
  quarterly: 'Every three months',
  half_yearly: 'Every six months',
  yearly: 'Every year',
}

export const tierWords: Record<InterestRate['tier_method'], string> = {
  whole: 'The whole balance earns the rate of its tier',
  marginal: 'Each part of the balance earns the rate of its own tier',
}

/** All decimals that say something: "0.02739726027". The text never becomes a number. */
export function exactWords(exact: string, currency: string): string {
  const [whole = '', decimals = ''] = exact.split('.')
  const kept = decimals.replace(/0+$/, '').padEnd(2, '0')
  return `${whole.replace('-', '\u2212')}.${kept} ${currency}`
}

/** The months from the earliest to the latest. */
export function inOrder(months: readonly InterestMonth[]): InterestMonth[] {
  return [...months].sort((left, right) => (left.month < right.month ? -1 : 1))
}

/** What a chart of the months says, as its title. */
export function finding(months: readonly InterestMonth[], currency: string): string {
  const best = months.reduce<InterestMonth | null>(
    (held, month) => (held && minorOf(held, currency) >= minorOf(month, currency) ? held : month),
    null,
  )
  if (!best || minorOf(best, currency) === 0n) return 'No interest was earned in these months'
  const total = months.reduce((sum, month) => sum + minorOf(month, currency), 0n)
  const all = formatMoney({ minor: total, currency })
  const most = formatMoney(fromWire(best.accrued, currency))
  return months.length === 1 ? `${all} earned in ${formatMonth(best.month)}` : `${all} earned, most in ${formatMonth(best.month)}: ${most}`
}

/** How high each month's bar stands, from 0 to 1000, beside the highest. */
export function heights(months: readonly InterestMonth[], currency: string): number[] {
  const minors = months.map((month) => minorOf(month, currency))
  const most = minors.reduce((held, minor) => (minor > held ? minor : held), 0n)
  return minors.map((minor) => (most === 0n || minor < 0n ? 0 : Number((minor * 1000n) / most)))
}

/** The first and the last day of a month such as "2026-02". */
export function daysOfMonth(month: string): { from: string; to: string } {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return { from: `${month}-01`, to: `${month}-${String(last).padStart(2, '0')}` }
}

function minorOf({ accrued }: InterestMonth, currency: string): bigint {
  return fromWire(accrued, currency).minor
}
