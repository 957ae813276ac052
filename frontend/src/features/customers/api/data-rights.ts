import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** What would go if everything that may be forgotten were, what stays, and what stands in the way. */
export function useErasure(customerId: string) {
  return useQuery({
    queryKey: queryKeys.erasure(customerId),
    queryFn: () =>
      unwrap(api.GET('/api/v1/customers/{customer_id}/erasure', { params: { path: { customer_id: customerId } } })),
  })
}

/** What was changed about the person's record, the newest first. */
export function useCustomerEdits(customerId: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.customerEdits(customerId),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/customers/{customer_id}/edits', {
          params: { path: { customer_id: customerId }, query: { limit: '20', ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

/** Asks to be forgotten; two people of the bank's carry it out. */
export function useAskForErasure(customerId: string) {
  return useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/api/v1/customers/{customer_id}/erasure', { params: { path: { customer_id: customerId } }, body: { reason } }),
      ),
  })
}
