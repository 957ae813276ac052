import type { FormErrors } from '@/lib/use-fields'
import { waitWords } from '@/lib/wait-words'
import { type AllauthError, AllauthRefusal } from './allauth'
import { ApiProblem, describe } from './problem'
import { fieldErrors } from './field-errors'

const words: Readonly<Record<string, string>> = {
  email_password_mismatch: 'The e-mail or the password is not right.',
  incorrect_code: 'That code is not right. Check it and try again.',
  enter_current_password: 'That is not your current password.',
  incorrect_password: 'That is not your password.',
  email_taken: 'This address cannot be used. Choose another one.',
  max_email_addresses_exceeded: 'Another change is still waiting. Cancel that one first.',
  invalid_password_reset: 'That code is not right. Check it and try again.',
}

const tooMany = new Set(['too_many_login_attempts', 'rate_limited'])

const problemWords: Readonly<Record<string, string>> = {
  sign_in_locked: 'Too many wrong passwords, so we have locked the sign-in for a while.',
  codes_locked: 'Too many wrong codes, so no code works for a while.',
  no_more_codes: 'We have sent as many codes as we may. Start again for a new one.',
  step_up_over: 'That took too long or was tried too often, so we have asked anew. Try once more.',
  factor_wrong: 'That is not right. Check it and try again.',
}

/** Messages by field id, for the form that asked. */
export function allauthErrors(error: unknown): FormErrors {
  if (error instanceof ApiProblem) return problemErrors(error)
  if (!(error instanceof AllauthRefusal)) return { '': describe(error) }
  if (error.status === 429 || error.errors.some(({ code }) => tooMany.has(code))) return { '': tooManyWords(undefined) }
  if (error.errors.length === 0) return { '': withoutDetails(error.status) }
  return Object.fromEntries(error.errors.map((each) => [fieldOf(each), words[each.code] ?? each.message]))
}

function problemErrors(problem: ApiProblem): FormErrors {
  const known = problemWords[problem.code]
  if (problem.status === 429) return { '': tooManyWords(problem.retryAfter, known) }
  const [field = ''] = Object.keys(problem.errors)
  return known ? { [field]: known } : fieldErrors(problem)
}

function tooManyWords(seconds: number | undefined, what = 'Too many attempts.'): string {
  return `${what} Try again in ${seconds === undefined ? 'a few minutes' : waitWords(seconds)}.`
}

function fieldOf({ param }: AllauthError): string {
  return param === 'key' ? 'code' : (param ?? '')
}

function withoutDetails(status: number): string {
  if (status === 409) return 'This code can no longer be used. Start again and we will send a new one.'
  if (status === 403) return 'Please wait a little before asking again.'
  return 'Something went wrong on our side. Try again in a moment.'
}
