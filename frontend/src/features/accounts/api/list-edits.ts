import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** What was changed about an account, the newest first. For owners. */
export function useAccountEdits(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.accountEdits(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/accounts/{account_id}/edits', {
          params: { path: { account_id: id }, query: { limit: '10', ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
