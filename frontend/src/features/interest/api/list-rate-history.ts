import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** The newest first. */
export function useRateHistory(accountType: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.rateHistory(accountType),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/interest-rates', {
          params: { query: { account_type: accountType, limit: '20', ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
