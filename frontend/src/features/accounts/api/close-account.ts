import { useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { isProblem } from '@/lib/api/problem'
import { queryKeys } from '@/lib/api/query-keys'
import type { Account } from '@/lib/api/types'

/** Asked twice, the bank says that it is closed already: that is the outcome that was wanted. */
async function closeAccount(id: string): Promise<Account> {
  const params = { path: { account_id: id } }
  try {
    return await unwrap(api.POST('/api/v1/accounts/{account_id}/close', { params }))
  } catch (error) {
    if (!isProblem(error, 'account_closed')) throw error
    return unwrap(api.GET('/api/v1/accounts/{account_id}', { params }))
  }
}

export function useCloseAccount(id: string) {
  const client = useQueryClient()
  return async (): Promise<Account> => {
    const closed = await closeAccount(id)
    client.setQueryData(queryKeys.account(id), closed)
    void client.invalidateQueries({ queryKey: queryKeys.accounts })
    return closed
  }
}
