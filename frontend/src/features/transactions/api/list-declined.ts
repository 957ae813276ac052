import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** What was asked for and declined, the newest first. */
export function useDeclined() {
  return useInfiniteQuery({
    queryKey: queryKeys.declined,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/transactions/declined', { params: { query: { limit: '20', ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
