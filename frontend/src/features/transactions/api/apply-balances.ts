import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import type { Account, PostedBalance } from '@/lib/api/types'

/** The answer to a posting knows the new balances: show them at once, then refresh what else they changed. */
export function applyBalances(client: QueryClient, balances: readonly PostedBalance[]): void {
  const withNew = (account: Account): Account => {
    const posted = balances.find((balance) => balance.account === account.id)
    return posted ? { ...account, balance: posted.balance, available: posted.available } : account
  }
  client.setQueryData<Account[]>(queryKeys.accounts, (accounts) => accounts?.map(withNew))
  for (const { account } of balances) {
    client.setQueryData<Account>(queryKeys.account(account), (held) => held && withNew(held))
  }
  void client.invalidateQueries({ queryKey: queryKeys.accounts })
  void client.invalidateQueries({ queryKey: queryKeys.transactions })
}
