import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { Account } from '@/lib/api/types'

async function listAccounts(): Promise<Account[]> {
  const page = await unwrap(api.GET('/api/v1/accounts'))
  return page.results
}

export function useAccounts() {
  return useQuery({ queryKey: queryKeys.accounts, queryFn: listAccounts })
}
