import type { Execution, StandingOrder, StandingOrderRequest } from '@/lib/api/types'
import { formatDate } from '@/lib/format'

export type Frequency = StandingOrderRequest['frequency']

export const frequencyWords: Record<Frequency, string> = {
  once: 'Once, on one date',
  daily: 'Every day',
  weekly: 'Every week',
  monthly: 'Every month',
}

export const statusWords: Record<StandingOrder['status'], string> = {
  active: 'Active',
  paused: 'Paused',
  completed: 'Done',
  cancelled: 'Cancelled',
}

export const executionWords: Record<Execution['status'], string> = {
  executed: 'Paid',
  retrying: 'Not paid yet, we try again',
  failed: 'Not paid',
  skipped: 'Left out',
}

const units: Record<Exclude<Frequency, 'once'>, string> = { daily: 'days', weekly: 'weeks', monthly: 'months' }

interface Rhythm {
  readonly frequency: Frequency
  readonly first_date: string
  readonly interval?: number | undefined
  readonly day_of_month?: number | null | undefined
  readonly end_date?: string | null | undefined
  readonly max_executions?: number | null | undefined
}

/** "Every 2 weeks from 1 Dec 2026, 6 times". */
export function rhythmWords({ frequency, first_date, interval = 1, day_of_month, end_date, max_executions }: Rhythm): string {
  const first = formatDate(first_date)
  if (frequency === 'once') return `Once, on ${first}`
  const every = interval > 1 ? `Every ${String(interval)} ${units[frequency]}` : frequencyWords[frequency]
  const times = max_executions ? `, ${String(max_executions)} time${max_executions === 1 ? '' : 's'}` : ''
  const day = frequency === 'monthly' && day_of_month ? `, day ${String(day_of_month)},` : ''
  return `${every}${day} from ${first}${end_date ? ` until ${formatDate(end_date)}` : ''}${times}`
}

/** Days that are left out still count, and are shown as such. */
export function isSkipped({ skipped_dates }: StandingOrder, date: string): boolean {
  return skipped_dates.includes(date)
}
