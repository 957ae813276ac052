import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

/** What each product costs today. */
export function useFees() {
  return useQuery({
    queryKey: queryKeys.fees,
    queryFn: async () => (await unwrap(api.GET('/api/v1/fees'))).results,
  })
}
