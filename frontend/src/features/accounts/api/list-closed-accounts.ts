import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

export function useClosedAccounts() {
  return useInfiniteQuery({
    queryKey: queryKeys.closedAccounts,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/closed-accounts', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
