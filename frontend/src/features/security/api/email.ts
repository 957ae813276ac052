import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'

const path = 'account/email'

export interface EmailAddress {
  readonly email: string
  readonly verified: boolean
  readonly primary: boolean
}

/** The address in use and, while a change waits for its proof, the new one. */
export function useEmails() {
  return useQuery({
    queryKey: queryKeys.emails,
    queryFn: async () => (await guarded<EmailAddress[]>('GET', path)).data ?? [],
  })
}

/** Mails a code to the new address. Until it is entered, the old one stays in use. */
export function useChangeEmail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (email: string) => guarded('POST', path, { email }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.emails }),
  })
}

export function useProveEmail() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => guarded('POST', 'auth/email/verify', { key: code }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: queryKeys.emails })
      await client.invalidateQueries({ queryKey: queryKeys.me })
    },
  })
}

export function useResendEmailCode() {
  return useMutation({ mutationFn: (email: string) => guarded('PUT', path, { email }) })
}

export function useCancelEmailChange() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (email: string) => guarded('DELETE', path, { email }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.emails }),
  })
}
