import type { StatementRequest } from '@/lib/api/types'

export interface StatementAnswers {
  account: string
  /** "2026-10", or "other" for two days. */
  period: string
  from: string
  to: string
  format: string
}

export const otherPeriod = 'other'
const monthsOffered = 24

/** The months that are over, the latest first, as the API writes them. `today` is a day such as 2026-11-21. */
export function monthsBefore(today: string, count = monthsOffered): string[] {
  const [year = 0, month = 1] = today.split('-').map(Number)
  return Array.from({ length: count }, (_, back) => {
    const index = year * 12 + (month - 1) - (back + 1)
    return `${String(Math.floor(index / 12))}-${String((index % 12) + 1).padStart(2, '0')}`
  })
}

export function dayBefore(today: string): string {
  const day = new Date(`${today}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - 1)
  return day.toISOString().slice(0, 10)
}

export function checkStatement(
  { account, period, from, to }: StatementAnswers,
  today: string,
): { request: StatementRequest } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  if (!account) errors.account = 'Choose the account.'
  if (period !== otherPeriod) return account ? { request: { account, month: period } } : { errors }
  if (!from) errors.from = 'Choose the first day.'
  if (!to) errors.to = 'Choose the last day.'
  else if (to >= today) errors.to = 'Choose a day that is over: a statement never changes.'
  else if (from && from > to) errors.to = 'Choose a last day that is not before the first.'
  return Object.keys(errors).length > 0 ? { errors } : { request: { account, from, to } }
}
