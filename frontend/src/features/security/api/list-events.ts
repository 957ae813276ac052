import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

export function useSecurityEvents() {
  return useInfiniteQuery({
    queryKey: queryKeys.securityEvents,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/auth/activity', { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
