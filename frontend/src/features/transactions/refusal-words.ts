import type { ApiProblem } from '@/lib/api/problem'

const words: Readonly<Record<string, string>> = {
  insufficient_funds: 'There is not enough money available in the account. Choose a smaller amount.',
  same_account: 'The money would leave and arrive in the same account. Choose another account.',
  account_closed: 'One of the accounts is closed.',
  account_frozen: 'One of the accounts is frozen, so money cannot move.',
  credits_only: 'The account can receive money, but cannot pay.',
  currency_mismatch: 'The two accounts are kept in different currencies.',
  access_not_enough: 'You may look at this account, but not move its money.',
  account_not_found: 'We could not find the account. Check the IBAN.',
  idempotency_key_reused: 'This was already used for another request. Go back, check it and send it anew.',
}

/** A refusal as a sentence that says what to change. */
export function refusalText(problem: ApiProblem): string {
  const known = words[problem.code]
  if (known) return known
  const fields = Object.values(problem.errors).flatMap((errors) => errors.map((error) => error.message))
  return fields.length > 0 ? fields.join(' ') : problem.message
}
