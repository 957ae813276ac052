import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useTransaction(id: string) {
  return useQuery({
    queryKey: queryKeys.transaction(id),
    queryFn: () => unwrap(api.GET('/api/v1/transactions/{transaction_id}', { params: { path: { transaction_id: id } } })),
  })
}
