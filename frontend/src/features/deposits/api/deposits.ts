import { type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { DepositInstruction, FixedDeposit, FixedDepositRequest } from '@/lib/api/types'

const at = (id: string) => ({ path: { deposit_id: id } })

/** What a deposit changes elsewhere: balances, movements, and what may be closed. */
function keep(client: QueryClient, deposit: FixedDeposit): void {
  client.setQueryData(queryKeys.deposit(deposit.id), deposit)
  void client.invalidateQueries({ queryKey: queryKeys.depositList })
  for (const queryKey of [queryKeys.accounts, queryKeys.transactions, queryKeys.balances, queryKeys.interest(deposit.account)]) {
    void client.invalidateQueries({ queryKey })
  }
}

export function useDeposits() {
  return useInfiniteQuery({
    queryKey: queryKeys.depositList,
    queryFn: ({ pageParam }) =>
      unwrap(api.GET('/api/v1/fixed-deposits', { params: { query: { limit: '20', ...(pageParam && { cursor: pageParam }) } } })),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

export function useDeposit(id: string) {
  return useQuery({
    queryKey: queryKeys.deposit(id),
    queryFn: () => unwrap(api.GET('/api/v1/fixed-deposits/{deposit_id}', { params: at(id) })),
  })
}

export function usePlaceDeposit() {
  const client = useQueryClient()
  return async (body: FixedDepositRequest, key: string): Promise<FixedDeposit> => {
    const deposit = await unwrap(api.POST('/api/v1/fixed-deposits', { params: { header: { 'Idempotency-Key': key } }, body }))
    keep(client, deposit)
    return deposit
  }
}

export function useInstructDeposit(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: DepositInstruction) => unwrap(api.PATCH('/api/v1/fixed-deposits/{deposit_id}', { params: at(id), body })),
    onSuccess: (deposit) => {
      keep(client, deposit)
    },
  })
}

/** What closing it today would credit, cost and leave. */
export function useClosingPreview(id: string, isWanted: boolean) {
  return useQuery({
    queryKey: queryKeys.depositClosing(id),
    queryFn: () => unwrap(api.GET('/api/v1/fixed-deposits/{deposit_id}/closing', { params: at(id) })),
    enabled: isWanted,
  })
}

export function useCloseDeposit(id: string) {
  const client = useQueryClient()
  return async (payTo: string, key: string): Promise<FixedDeposit> => {
    const params = { ...at(id), header: { 'Idempotency-Key': key } }
    const deposit = await unwrap(
      api.POST('/api/v1/fixed-deposits/{deposit_id}/closing', { params, body: payTo ? { pay_to: payTo } : {} }),
    )
    keep(client, deposit)
    return deposit
  }
}
