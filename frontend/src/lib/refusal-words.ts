import type { ApiProblem } from './api/problem'
import { formatMoney, fromWire } from './money'

const words: Readonly<Record<string, string>> = {
  insufficient_funds: 'There is not enough money available in the account. Choose a smaller amount.',
  same_account: 'The money would leave and arrive in the same account. Choose another account.',
  account_closed: 'One of the accounts is closed.',
  account_frozen: 'One of the accounts is frozen, so money cannot move.',
  credits_only:
    'Nothing can be paid from this account now: it is frozen, or was not used for a long time. Its page says which, and what you can do.',
  currency_mismatch: 'The two accounts are kept in different currencies.',
  access_not_enough: 'You may look at this account, but not move its money.',
  account_not_found: 'We could not find the account. Check the IBAN.',
  payee_not_found: 'This payee is no longer on your list. Choose another one.',
  amount_above_limit: 'That is more than one payment can carry. Split it, or ask the bank.',
  order_date_in_past: 'The first day lies in the past. Choose today or a later day.',
  order_has_no_day: 'With these dates the order would never pay. Choose a later end.',
  idempotency_key_reused: 'This was already used for another request. Go back, check it and send it anew.',
  step_up_mismatch: 'What you confirmed is not what was sent. Nothing happened: try again.',
  step_up_expired: 'The confirmation came too late. Nothing happened: try again.',
  step_up_used: 'The confirmation was used already. Nothing happened: try again.',
  permission_denied: 'You may not do this.',
  self_service_off: 'Cash is paid in and out at a branch.',
}

const periods: Readonly<Record<string, string>> = {
  transfer: 'for one payment',
  day: 'for one day',
  week: 'for one week',
  month: 'for one month',
}

/** A refusal as a sentence that says what to change, with the amount that would work where there is one. */
export function refusalText(problem: ApiProblem): string {
  const special = limitText(problem) ?? coolingText(problem)
  if (special) return special
  const known = words[problem.code]
  if (known) return known
  const fields = Object.values(problem.errors).flatMap((errors) => errors.map((error) => error.message))
  return fields.length > 0 ? fields.join(' ') : problem.message
}

function limitText({ code, body: { limit } }: ApiProblem): string | null {
  if (code !== 'limit_exceeded' || !limit) return null
  const left = fromWire(limit.remaining, limit.currency)
  const most = formatMoney(fromWire(limit.amount, limit.currency))
  const period = periods[limit.kind] ?? ''
  if (left.minor === 0n) return `Your limit of ${most} ${period} is used up. Wait, or raise it under Profile, Limits.`
  return `That is above your limit of ${most} ${period}. You can still pay ${formatMoney(left)}, or raise the limit under Profile, Limits.`
}

function coolingText({ code, body: { cooling_off } }: ApiProblem): string | null {
  if (code !== 'payee_cooling_off' || !cooling_off) return null
  const left = fromWire(cooling_off.remaining, cooling_off.currency)
  return left.minor === 0n
    ? 'You have paid to this payee for less than a day, and no more can go there until then. It protects you from fraud.'
    : `You have paid to this payee for less than a day, so only ${formatMoney(left)} more can go there until then. It protects you from fraud.`
}
