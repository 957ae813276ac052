import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap, unwrapNothing } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { HolderRequest } from '@/lib/api/types'

const path = '/api/v1/accounts/{account_id}/holders'

export function useHolders(id: string) {
  return useQuery({
    queryKey: queryKeys.holders(id),
    queryFn: async () => (await unwrap(api.GET(path, { params: { path: { account_id: id } } }))).results,
  })
}

export function useSetHolder(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: HolderRequest) => unwrap(api.POST(path, { params: { path: { account_id: id } }, body })),
    onSuccess: ({ results }) => {
      client.setQueryData(queryKeys.holders(id), results)
      void client.invalidateQueries({ queryKey: queryKeys.accountEdits(id) })
    },
  })
}

export function useRemoveHolder(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (personId: string) =>
      unwrapNothing(
        api.DELETE('/api/v1/accounts/{account_id}/holders/{person_id}', {
          params: { path: { account_id: id, person_id: personId } },
        }),
      ),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.holders(id) })
      void client.invalidateQueries({ queryKey: queryKeys.accountEdits(id) })
    },
  })
}
