import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapNothing } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { Payee, PayeeRequest } from '@/lib/api/types'

const mostPages = 10

/** All of them: a form offers them to choose from. */
async function listPayees(): Promise<Payee[]> {
  const found: Payee[] = []
  let cursor: string | undefined = ''
  for (let page = 0; page < mostPages && cursor !== undefined; page += 1) {
    const query: { limit: number; cursor?: string } = { limit: 100, ...(cursor && { cursor }) }
    const answer: { results: Payee[]; next: string | null } = await unwrap(api.GET('/api/v1/payees', { params: { query } }))
    found.push(...answer.results)
    cursor = cursorOf(answer.next)
  }
  return found
}

export function usePayees() {
  return useQuery({ queryKey: queryKeys.payees, queryFn: listPayees })
}

/** How a name compares with the holder's. The bank never tells whose name an account has. */
export function useNameCheck() {
  return useMutation({
    mutationFn: async (body: { account: string; name: string }) =>
      (await unwrap(api.POST('/api/v1/payees/name-check', { body }))).result,
  })
}

export function useAddPayee() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: PayeeRequest) => unwrap(api.POST('/api/v1/payees', { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.payees }),
  })
}

export function useRenamePayee() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, nickname }: { id: string; nickname: string }) =>
      unwrap(api.PATCH('/api/v1/payees/{payee_id}', { params: { path: { payee_id: id } }, body: { nickname } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.payees }),
  })
}

export function useDeletePayee() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => unwrapNothing(api.DELETE('/api/v1/payees/{payee_id}', { params: { path: { payee_id: id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.payees }),
  })
}
