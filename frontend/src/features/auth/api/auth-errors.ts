import { describe } from '@/lib/api/problem'
import type { FormErrors } from '@/lib/use-fields'
import { type AllauthError, AllauthRefusal } from './allauth'

const words: Readonly<Record<string, string>> = {
  email_password_mismatch: 'The e-mail or the password is not right.',
  too_many_login_attempts: 'Too many attempts. Wait a few minutes and try again.',
  rate_limited: 'Too many attempts. Wait a few minutes and try again.',
  incorrect_code: 'That code is not right. Check the newest e-mail from us.',
}

/** Messages by field id, for the form that asked. */
export function authErrors(error: unknown): FormErrors {
  if (!(error instanceof AllauthRefusal)) return { '': describe(error) }
  if (error.errors.length === 0) return { '': withoutDetails(error.status) }
  return Object.fromEntries(error.errors.map((each) => [fieldOf(each), words[each.code] ?? each.message]))
}

function fieldOf({ param }: AllauthError): string {
  return param === 'key' ? 'code' : (param ?? '')
}

function withoutDetails(status: number): string {
  if (status === 409) return 'This code can no longer be used. Sign in again and we will send a new one.'
  if (status === 429) return words.rate_limited ?? ''
  if (status === 403) return 'Please wait a little before asking again.'
  return 'Something went wrong on our side. Try again in a moment.'
}
