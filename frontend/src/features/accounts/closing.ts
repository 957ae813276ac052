import type { ApiProblem } from '@/lib/api/problem'
import type { Account } from '@/lib/api/types'
import { fromWire } from '@/lib/money'
import { statusWords } from './account-words'

/** What stands in the way of closing, as far as it can be told before the bank is asked. */
export type Obstacle =
  | { readonly kind: 'not_yours' }
  | { readonly kind: 'not_open'; readonly status: string }
  | { readonly kind: 'money_left' }
  | { readonly kind: 'overdrawn' }

export function obstacleOf({ access, status, balance, currency }: Account): Obstacle | null {
  if (access !== 'owner') return { kind: 'not_yours' }
  if (status !== 'open') return { kind: 'not_open', status: statusWords[status] }
  const { minor } = fromWire(balance, currency)
  if (minor > 0n) return { kind: 'money_left' }
  return minor < 0n ? { kind: 'overdrawn' } : null
}

const refusals: Readonly<Record<string, string>> = {
  account_not_empty: 'There is still money in the account, or a payment on it is reserved. Empty it first, then close it.',
  account_blocked: 'Something still needs this account, such as a payment that is planned. End that first, then close it.',
  owner_only: 'Only an owner can close this account.',
  account_not_found: 'We could not find this account.',
}

export function closeRefusalText(problem: ApiProblem): string {
  return refusals[problem.code] ?? problem.message
}
