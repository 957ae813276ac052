import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useAccount(id: string) {
  return useQuery({
    queryKey: queryKeys.account(id),
    queryFn: () => unwrap(api.GET('/api/v1/accounts/{account_id}', { params: { path: { account_id: id } } })),
  })
}
