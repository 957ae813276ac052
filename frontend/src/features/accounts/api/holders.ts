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

/** Less than somebody had counts at once; a right that is given is theirs to accept. */
export function useSetHolder(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (body: HolderRequest) => {
      const answer = await unwrap(api.POST(path, { params: { path: { account_id: id } }, body }))
      return { isOffered: 'invitation' in answer }
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: queryKeys.holders(id) })
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

/** Rights on other people's accounts that wait for the person to accept them. */
export function useInvitations() {
  return useQuery({
    queryKey: queryKeys.holderInvitations,
    queryFn: async () => (await unwrap(api.GET('/api/v1/accounts/invitations'))).results,
  })
}

export function useAnswerInvitation(id: string) {
  const client = useQueryClient()
  const params = { path: { invitation_id: id } }
  return useMutation({
    mutationFn: async (isAccepted: boolean) => {
      if (isAccepted) await unwrap(api.POST('/api/v1/accounts/invitations/{invitation_id}/accept', { params }))
      else await unwrapNothing(api.DELETE('/api/v1/accounts/invitations/{invitation_id}', { params }))
    },
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: queryKeys.holderInvitations })
      void client.invalidateQueries({ queryKey: queryKeys.accounts })
    },
  })
}
