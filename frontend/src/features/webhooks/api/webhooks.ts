import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapNothing } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { NewWebhook, Webhook, WebhookChange, WebhookRequest } from '@/lib/api/types'

const at = (id: string) => ({ params: { path: { webhook_id: id } } })

/** A secret is shown once, and never kept with what is cached. */
function keep(client: QueryClient, webhook: Webhook | NewWebhook): void {
  client.setQueryData(queryKeys.webhook(webhook.id), { ...webhook, secret: undefined })
  void client.invalidateQueries({ queryKey: queryKeys.webhooks, predicate: ({ queryKey }) => queryKey[1] !== 'one' })
}

export function useWebhooks() {
  return useInfiniteQuery({
    queryKey: [...queryKeys.webhooks, 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/webhooks', { params: { query: { limit: 50, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

export function useWebhook(id: string) {
  return useQuery({
    queryKey: queryKeys.webhook(id),
    queryFn: () => unwrap(api.GET('/api/v1/webhooks/{webhook_id}', at(id))),
  })
}

/** What was posted, the newest first. */
export function useDeliveries(id: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.deliveries(id),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/webhooks/{webhook_id}/deliveries', {
          params: { path: { webhook_id: id }, query: { limit: '20', ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

export function useCreateWebhook() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: WebhookRequest) => unwrap(api.POST('/api/v1/webhooks', { body })),
    onSuccess: (created) => {
      keep(client, created)
    },
  })
}

export function useChangeWebhook(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: WebhookChange) => unwrap(api.PATCH('/api/v1/webhooks/{webhook_id}', { ...at(id), body })),
    onSuccess: (changed) => {
      keep(client, changed)
    },
  })
}

export function useRotateSecret(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/webhooks/{webhook_id}/rotate-secret', at(id))),
    onSuccess: (rotated) => {
      keep(client, rotated)
    },
  })
}

export function useDeleteWebhook(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => unwrapNothing(api.DELETE('/api/v1/webhooks/{webhook_id}', at(id))),
    onSuccess: () => {
      client.removeQueries({ queryKey: queryKeys.webhook(id) })
      return client.invalidateQueries({ queryKey: [...queryKeys.webhooks, 'list'] })
    },
  })
}

export function useRedeliver(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (delivery: string) =>
      unwrap(
        api.POST('/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver', {
          params: { path: { webhook_id: id, delivery_id: delivery } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.deliveries(id) }),
  })
}
