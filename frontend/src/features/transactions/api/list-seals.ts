import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** The seals of closed business days, the newest first. */
export function useSeals() {
  return useInfiniteQuery({
    queryKey: queryKeys.seals,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/seals', { params: { query: { limit: 30, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
