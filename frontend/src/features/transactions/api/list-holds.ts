import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** What is reserved on an account and will probably leave it. */
export function useHolds(account: string) {
  return useQuery({
    queryKey: queryKeys.holds(account),
    queryFn: async () =>
      (await unwrap(api.GET('/api/v1/holds', { params: { query: { account, status: 'active', limit: '50' } } }))).results,
  })
}

/** All that was ever reserved on an account, the newest first. */
export function useAllHolds(account: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.earlierHolds(account),
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/holds', { params: { query: { account, limit: '20', ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
