import { canReceive } from '@/lib/account-name'
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

/** `targets`: the accounts that could take what is left. */
export function obstacleOf({ access, status, freezes, balance, currency }: Account, targets: readonly Account[]): Obstacle | null {
  if (access !== 'owner') return { kind: 'not_yours' }
  const isStopped = freezes.some(({ by }) => by === 'bank')
  if (isStopped || (status !== 'open' && status !== 'credits_only')) return { kind: 'not_open', status: statusWords[status] }
  const { minor } = fromWire(balance, currency)
  if (minor > 0n && targets.length === 0) return { kind: 'money_left' }
  return minor < 0n ? { kind: 'overdrawn' } : null
}

export function hasMoney({ balance, currency }: Account): boolean {
  return fromWire(balance, currency).minor > 0n
}

/** The person's other accounts that can take what is left. */
export function sweepTargets(account: Account, accounts: readonly Account[]): Account[] {
  return accounts.filter(
    (each) => each.id !== account.id && each.currency === account.currency && each.access !== 'view' && canReceive(each),
  )
}

const services: Readonly<Record<string, string>> = {
  transactions: 'a standing order or a planned payment',
  interest: 'interest that is not paid out yet',
}

const refusals: Readonly<Record<string, string>> = {
  account_not_empty: 'There is still money in the account, or a payment on it is reserved. Empty it first, then close it.',
  account_blocked: 'Something still needs this account, such as a payment that is planned. End that first, then close it.',
  account_frozen: 'The bank has stopped this account, so it cannot be closed here.',
  owner_only: 'Only an owner can close this account.',
  account_not_found: 'We could not find this account.',
}

/** Interest alone stands in the way: the bank books it when it is asked to. */
export function waitsForInterest(problem: ApiProblem): boolean {
  const blocks = problem.code === 'account_blocked' ? (problem.body.blocks ?? []) : []
  return blocks.length > 0 && blocks.every(({ service }) => service === 'interest')
}

export function closeRefusalText(problem: ApiProblem): string {
  if (problem.code === 'account_not_found' && 'sweep_to' in problem.errors) {
    return 'The money cannot go to that account. Choose another one.'
  }
  const blocks = problem.code === 'account_blocked' ? (problem.body.blocks ?? []) : []
  if (waitsForInterest(problem)) return 'Its interest is not booked yet. Have it booked, then close it.'
  if (blocks.length > 0) {
    const what = [...new Set(blocks.map(({ service, reason }) => services[service] ?? reason))].join(' and ')
    return `Something still needs this account: ${what}. End that first, then close it.`
  }
  return refusals[problem.code] ?? problem.message
}
