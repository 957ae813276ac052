import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { StandingOrder, StandingOrderChange, StandingOrderRequest } from '@/lib/api/types'

const at = (id: string) => ({ params: { path: { order_id: id } } })

function keep(client: QueryClient, order: StandingOrder): void {
  client.setQueryData(queryKeys.order(order.id), order)
  void client.invalidateQueries({ queryKey: queryKeys.orders, predicate: ({ queryKey }) => queryKey[1] !== 'one' })
}

export function useOrders() {
  return useInfiniteQuery({
    queryKey: queryKeys.orderList,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/standing-orders', { params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

export function useOrder(id: string) {
  return useQuery({
    queryKey: queryKeys.order(id),
    queryFn: () => unwrap(api.GET('/api/v1/standing-orders/{order_id}', at(id))),
  })
}

/** What became of an order, the latest day first. */
export function useExecutions(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.executions(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/standing-orders/{order_id}/executions', {
          params: { path: { order_id: id }, query: { limit: 20, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

/** What all orders will pay in the next days, the earliest first. */
export function useUpcoming(days: number) {
  return useQuery({
    queryKey: [...queryKeys.upcoming, days],
    queryFn: async () => (await unwrap(api.GET('/api/v1/standing-orders/upcoming', { params: { query: { days } } }))).results,
  })
}

export function useOrderPayment() {
  const client = useQueryClient()
  return async (body: StandingOrderRequest, key: string): Promise<StandingOrder> => {
    const params = { header: { 'Idempotency-Key': key } }
    const order = await unwrap(api.POST('/api/v1/standing-orders', { params, body }))
    keep(client, order)
    return order
  }
}

function useOrderCommand<Asked>(command: (asked: Asked) => Promise<StandingOrder>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: command,
    onSuccess: (order) => {
      keep(client, order)
    },
  })
}

/** From the order's next day on. A higher amount may need a fresh factor. */
export function useChangeOrder(id: string) {
  return useOrderCommand((body: StandingOrderChange) =>
    unwrap(api.PATCH('/api/v1/standing-orders/{order_id}', { ...at(id), body })),
  )
}

export function usePauseOrder(id: string) {
  return useOrderCommand(() => unwrap(api.POST('/api/v1/standing-orders/{order_id}/pause', at(id))))
}

export function useResumeOrder(id: string) {
  return useOrderCommand(() => unwrap(api.POST('/api/v1/standing-orders/{order_id}/resume', at(id))))
}

export function useSkipOrder(id: string) {
  return useOrderCommand((date: string) =>
    unwrap(api.POST('/api/v1/standing-orders/{order_id}/skip', { ...at(id), body: { date } })),
  )
}

export function useCancelOrder(id: string) {
  return useOrderCommand(() => unwrap(api.DELETE('/api/v1/standing-orders/{order_id}', at(id))))
}
