import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

const lookAgainMilliseconds = 60_000

/** The newest first; with `unread` only those. */
export function useNotices(unread: boolean) {
  return useInfiniteQuery({
    queryKey: queryKeys.noticeList(unread),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/notifications', {
          params: { query: { limit: '20', ...(unread && { unread: 'true' as const }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

/** How many are unread; asked again each minute while the page is looked at. */
export function useUnreadCount() {
  return useQuery({
    queryKey: queryKeys.unreadNotices,
    queryFn: async () => (await unwrap(api.GET('/api/v1/notifications', { params: { query: { limit: '1', unread: 'true' } } }))).unread,
    refetchInterval: lookAgainMilliseconds,
    retry: false,
  })
}

function useReading<Asked>(read: (asked: Asked) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: read,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.notices }),
  })
}

export function useReadNotice() {
  return useReading((id: string) =>
    unwrap(api.POST('/api/v1/notifications/{notice_id}/read', { params: { path: { notice_id: id } } })),
  )
}

export function useReadAll() {
  return useReading(() => unwrap(api.POST('/api/v1/notifications/read-all')))
}
