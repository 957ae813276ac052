import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { Account, AccountChange } from '@/lib/api/types'

/** Every command answers with the account as it now is: show that, then refresh the rest. */
function keep(client: QueryClient, account: Account): void {
  client.setQueryData(queryKeys.account(account.id), account)
  void client.invalidateQueries({ queryKey: queryKeys.accounts, exact: true })
  void client.invalidateQueries({ queryKey: queryKeys.accountEdits(account.id) })
}

function useAccountCommand<Asked>(command: (asked: Asked) => Promise<Account>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: command,
    onSuccess: (account) => {
      keep(client, account)
    },
  })
}

const at = (id: string) => ({ path: { account_id: id } })

export function useChangeAccount(id: string) {
  return useAccountCommand((body: AccountChange) => unwrap(api.PATCH('/api/v1/accounts/{account_id}', { params: at(id), body })))
}

/** Holders stop what leaves the account; money still arrives. */
export function useFreeze(id: string) {
  return useAccountCommand((reason: string) =>
    unwrap(api.POST('/api/v1/accounts/{account_id}/freeze', { params: at(id), body: { scope: 'debits', reason } })),
  )
}

export function useUnfreeze(id: string) {
  return useAccountCommand((freeze: string) =>
    unwrap(
      api.POST('/api/v1/accounts/{account_id}/unfreeze', { params: at(id), body: { freeze, reason: 'Lifted in the portal' } }),
    ),
  )
}

/** A dormant account is used again after a fresh factor. */
export function useReactivate(id: string) {
  return useAccountCommand(() => unwrap(api.POST('/api/v1/accounts/{account_id}/reactivate', { params: at(id), body: {} })))
}
