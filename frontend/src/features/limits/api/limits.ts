import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useLimits() {
  return useQuery({
    queryKey: queryKeys.limits,
    queryFn: async () => (await unwrap(api.GET('/api/v1/limits'))).results,
  })
}

/** Lowering counts at once; raising is confirmed by a fresh factor. */
export function useChangeLimit(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (amount: string) => unwrap(api.PUT('/api/v1/limits/{limit_id}', { params: { path: { limit_id: id } }, body: { amount } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.limits }),
  })
}
