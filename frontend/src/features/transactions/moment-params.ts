import type { Moment } from './api/balance'

export const bases = { now: 'Now', day: 'At the end of a day', instant: 'At a moment' } as const
export type Basis = keyof typeof bases

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** The moment that an address names: `value_date` a day, `at` an instant; nothing where it makes no sense. */
export function momentFrom(params: URLSearchParams): Moment {
  const day = params.get('value_date') ?? ''
  const at = params.get('at') ?? ''
  if (isDay(day)) return { value_date: day }
  if (at && !Number.isNaN(Date.parse(at))) return { at: new Date(at).toISOString() }
  return {}
}

export function basisOf({ at, value_date }: Moment): Basis {
  if (value_date) return 'day'
  return at ? 'instant' : 'now'
}

/** An instant as a field for a local date and time writes it. */
export function localField(iso: string): string {
  const moment = new Date(iso)
  const pad = (part: number) => String(part).padStart(2, '0')
  const day = [moment.getFullYear(), pad(moment.getMonth() + 1), pad(moment.getDate())].join('-')
  return `${day}T${pad(moment.getHours())}:${pad(moment.getMinutes())}`
}
