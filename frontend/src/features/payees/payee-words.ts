import type { NameCheck, Payee } from '@/lib/api/types'
import { formatDate, formatInstant } from '@/lib/format'
import { formatMoney, fromWire } from '@/lib/money'

export const checkWords: Record<NameCheck, { readonly title: string; readonly about: string }> = {
  match: { title: 'The name is right', about: 'The account belongs to somebody of this name.' },
  close_match: { title: 'The name is nearly right', about: 'Check how it is written, with the person themselves.' },
  no_match: {
    title: 'The name is not right',
    about: 'The account belongs to somebody else. If somebody told you this IBAN in a message, call them before you pay.',
  },
}

export const refusals: Readonly<Record<string, string>> = {
  account_not_found: 'There is no account with this IBAN at this bank.',
  payee_exists: 'You have saved this account already.',
  payee_is_own: 'This is an account of yours. You can pay it without saving it.',
}

/** What is worth knowing before somebody is paid. */
export function payeeNotes({ cooling_off, currency, last_used_at, added_at, name_check }: Payee): string[] {
  const notes = [last_used_at ? `Last paid ${formatDate(last_used_at)}` : `Saved ${formatDate(added_at)}, not paid yet`]
  if (name_check === 'no_match') notes.push('The name did not fit the account')
  if (name_check === 'close_match') notes.push('The name nearly fitted the account')
  if (cooling_off) {
    const left = formatMoney(fromWire(cooling_off.remaining, currency))
    notes.push(`New: ${left} at most until ${formatInstant(cooling_off.until)}`)
  }
  return notes
}
