import { useMutation, useQuery } from '@tanstack/react-query'
import { api, openly, unwrap } from '@/lib/api/client'

export interface Acceptance {
  readonly password: string
  readonly phone: string
  readonly date_of_birth: string
}

/** The token goes in the body: addresses are written to logs. */
export function useInvitation(token: string) {
  return useQuery({
    queryKey: ['invitation', token],
    queryFn: () => unwrap(api.POST('/api/v1/auth/invitations/open', { body: { token }, fetch: openly })),
    staleTime: Infinity,
  })
}

export function useAcceptInvitation(token: string) {
  return useMutation({
    mutationFn: (acceptance: Acceptance) =>
      unwrap(api.POST('/api/v1/auth/invitations/accept', { body: { token, ...acceptance }, fetch: openly })),
  })
}
