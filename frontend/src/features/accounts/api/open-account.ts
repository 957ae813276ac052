import { useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { Account, AccountRequest } from '@/lib/api/types'

export function useOpenAccount() {
  const client = useQueryClient()
  return async (body: AccountRequest, key: string): Promise<Account> => {
    const params = { header: { 'Idempotency-Key': key } }
    const account = await unwrap(api.POST('/api/v1/accounts', { params, body }))
    client.setQueryData(queryKeys.account(account.id), account)
    void client.invalidateQueries({ queryKey: queryKeys.accounts })
    return account
  }
}
