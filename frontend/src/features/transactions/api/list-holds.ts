import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

/** What is reserved on an account and will probably leave it. */
export function useHolds(account: string) {
  return useQuery({
    queryKey: queryKeys.holds(account),
    queryFn: async () =>
      (await unwrap(api.GET('/api/v1/holds', { params: { query: { account, status: 'active', limit: '50' } } }))).results,
  })
}
