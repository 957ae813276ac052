import type { InterestRate } from '@/lib/api/types'
import { formatDate } from '@/lib/format'

/** "1.2500" as "1.25 %". The text keeps every digit that says something; it never becomes a number. */
export function formatRate(percent: string): string {
  const match = /^(-?)0*(\d+)(?:\.(\d+))?$/.exec(percent)
  if (!match) throw new Error(`Not a rate: ${percent}`)
  const [, minus, whole = '', decimals = ''] = match
  const kept = decimals.replace(/0+$/, '')
  return `${minus ? '\u2212' : ''}${whole}${kept && `.${kept.padEnd(2, '0')}`}\u00a0%`
}

export function rateSentence({ annual_rate, effective_date }: InterestRate): string {
  return `${formatRate(annual_rate)} a year since ${formatDate(effective_date)}`
}

/** The same among a product's terms, where "0 % a year" would be a strange thing to offer. */
export function earningSentence(rate: InterestRate): string {
  return /[1-9]/.test(rate.annual_rate) ? `Earns ${rateSentence(rate)}.` : 'Earns no interest.'
}

export type RateStanding = 'In force' | 'Announced' | 'Earlier'

/** Rates come newest first; what stands before the one in force has not begun. */
export function standingOf(rate: InterestRate, history: readonly InterestRate[]): RateStanding {
  if (rate.in_force) return 'In force'
  const current = history.findIndex(({ in_force }) => in_force)
  return current === -1 || history.indexOf(rate) < current ? 'Announced' : 'Earlier'
}
