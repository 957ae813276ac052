import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { Batch, BatchRequest, BatchTry } from '@/lib/api/types'
import { type Mode, type PaymentFile, transfersIn } from '../payment-file'

/** The key counts only where something is posted; a dry run changes nothing. */
function send({ kind, content }: PaymentFile, mode: Mode, isDry: boolean, key: string): Promise<Batch | BatchTry> {
  const header = { 'Idempotency-Key': key }
  if (kind === 'json') {
    const body = { transfers: transfersIn(content) ?? [], mode, dry_run: isDry } as BatchRequest
    return unwrap(api.POST('/api/v1/transfer-batches', { params: { header }, body }))
  }
  return unwrap(
    api.POST('/api/v1/transfer-batches', {
      params: { header, query: { mode, dry_run: isDry ? 'true' : 'false' } },
      headers: { 'Content-Type': 'application/xml' },
      body: content,
      bodySerializer: (text) => text,
    }),
  )
}

/** What would happen. */
export function useTryBatch() {
  return useMutation({
    mutationFn: async ({ file, mode }: { file: PaymentFile; mode: Mode }) => (await send(file, mode, true, 'dry-run-of-a-batch')) as BatchTry,
  })
}

export function usePostBatch() {
  const client = useQueryClient()
  return async (file: PaymentFile, mode: Mode, key: string): Promise<Batch> => {
    const batch = (await send(file, mode, false, key)) as Batch
    for (const queryKey of [queryKeys.accounts, queryKeys.transactions, queryKeys.limits, queryKeys.batches, queryKeys.balances]) {
      void client.invalidateQueries({ queryKey })
    }
    return batch
  }
}

export function useBatches() {
  return useInfiniteQuery({
    queryKey: [...queryKeys.batches, 'list'],
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/transfer-batches', { params: { query: { limit: 20, ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

export function useBatch(id: string) {
  return useQuery({
    queryKey: queryKeys.batch(id),
    queryFn: () => unwrap(api.GET('/api/v1/transfer-batches/{batch_id}', { params: { path: { batch_id: id } } })),
    refetchInterval: ({ state }) => (state.data?.status === 'posting' ? 2_000 : false),
  })
}

/** In the order of the file; with `refused` only those that were not posted. */
export function useBatchItems(id: string, isRefusedOnly: boolean) {
  return useInfiniteQuery({
    queryKey: [...queryKeys.batchItems(id), isRefusedOnly],
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/transfer-batches/{batch_id}/items', {
          params: {
            path: { batch_id: id },
            query: { limit: 50, ...(isRefusedOnly && { status: 'refused' as const }), ...(pageParam && { cursor: pageParam }) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
