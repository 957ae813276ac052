const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const weekday = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
const instant = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short' })

/** A business date such as "2026-05-03" is a day, not an instant: the reader's time zone must not move it. */
export function formatDate(isoDate: string): string {
  return day.format(new Date(`${isoDate.slice(0, 10)}T00:00:00Z`))
}

export function formatDay(isoDate: string): string {
  return weekday.format(new Date(`${isoDate.slice(0, 10)}T00:00:00Z`))
}

export function formatInstant(iso: string): string {
  return instant.format(new Date(iso))
}

/** An IBAN in groups of four, as it is printed. */
export function formatIban(number: string): string {
  return number.replace(/\s/g, '').replace(/(.{4})(?=.)/g, '$1 ')
}

/** A short form of an id that a person can read out on the telephone. */
export function referenceOf(id: string): string {
  const digits = id.replace(/-/g, '').toUpperCase()
  return `${digits.slice(-8, -4)}-${digits.slice(-4)}`
}
