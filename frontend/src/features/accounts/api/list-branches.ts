import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useBranches() {
  return useQuery({
    queryKey: queryKeys.branches,
    queryFn: async () => (await unwrap(api.GET('/api/v1/branches'))).results,
  })
}
