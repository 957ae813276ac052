import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

export function useAccountTypes() {
  return useQuery({
    queryKey: queryKeys.accountTypes,
    queryFn: async () => (await unwrap(api.GET('/api/v1/account-types'))).results,
  })
}
