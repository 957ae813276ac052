import type { SecurityEvent } from '@/lib/api/types'

const done: Readonly<Record<string, string>> = {
  signed_up: 'Account created',
  sign_in: 'Signed in',
  sign_out: 'Signed out',
  step_up: 'Confirmed an action',
  password_changed: 'Password changed',
  password_reset: 'Password set anew by e-mail',
  email_changed: 'E-mail changed',
  email_verified: 'E-mail verified',
  factor_added: 'Second factor added',
  factor_removed: 'Second factor removed',
  factor_reset: 'Second factors reset by the bank',
  recovery_codes_made: 'New recovery codes made',
  session_revoked: 'A device was signed out',
  token_reused: 'A used key was shown again, so that device was signed out',
  roles_changed: 'Roles changed',
  person_invited: 'Invited to the bank',
  person_deactivated: 'Deactivated by the bank',
  person_reactivated: 'Reactivated by the bank',
}
const refused: Readonly<Record<string, string>> = {
  sign_in: 'Sign-in refused',
  step_up: 'Confirmation refused',
  password_changed: 'Password change refused',
  password_reset: 'Setting a password by e-mail refused',
}
const factors: Readonly<Record<string, string>> = {
  password: 'password',
  email_code: 'code by e-mail',
  sms_code: 'code by SMS',
  totp: 'authenticator app',
  recovery_code: 'recovery code',
  passkey: 'passkey',
}

export function eventTitle({ event, result }: SecurityEvent): string {
  if (event === 'sign_in' && result === 'locked') return 'Sign-in locked after too many attempts'
  const known = done[event] ?? 'Something changed'
  return result === 'succeeded' ? known : (refused[event] ?? `${known}: refused`)
}

/** "with passkey · Firefox on Linux · 192.0.2.7", as far as it is known. */
export function eventDetails({ factor, device, address, by_bank: isByBank }: SecurityEvent): string {
  // Where somebody of the bank sat is not the customer's to know, and would frighten.
  if (isByBank) return 'by the bank'
  const by = factors[factor]
  return [by && `with ${by}`, device, address].filter(Boolean).join(' · ')
}
