import { expect, it } from 'vitest'
import { ApiProblem, NoAnswer } from './api/problem'
import { failureOf } from './outcome'

it.each([
  [422, 'insufficient_funds', 'declined'],
  [404, 'account_not_found', 'declined'],
  [400, 'invalid', 'declined'],
  [401, 'not_authenticated', 'signed_out'],
  [429, 'throttled', 'busy'],
  [503, 'ledger_busy', 'busy'],
  [503, 'try_again', 'busy'],
  [503, 'outcome_unknown', 'unknown'],
  [503, undefined, 'unknown'],
  [502, undefined, 'unknown'],
  [500, 'internal_error', 'unknown'],
])('reads %s %s as %s', (status, code, kind) => {
  expect(failureOf(new ApiProblem(status, code === undefined ? {} : { code })).kind).toBe(kind)
})

it('calls a missing answer unknown, never a failure', () => {
  expect(failureOf(new NoAnswer(new Error('reset'))).kind).toBe('unknown')
})
