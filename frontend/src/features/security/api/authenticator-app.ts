import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'

const path = 'account/authenticators/totp'

export interface NewAuthenticator {
  readonly secret: string
  /** What the QR code says: otpauth://totp/... */
  readonly totp_url: string
}

/** A new secret; null when an app is set up already. Asked for once: every call makes another one. */
export function useNewAuthenticator() {
  return useQuery({
    queryKey: ['new-authenticator'],
    queryFn: async (): Promise<NewAuthenticator | null> => {
      const { status, meta } = await guarded('GET', path, undefined, (code) => code === 200 || code === 404)
      return status === 404 && meta?.secret && meta.totp_url ? { secret: meta.secret, totp_url: meta.totp_url } : null
    },
    staleTime: Infinity,
    gcTime: 0,
    refetchOnReconnect: false,
  })
}

export function useAddAuthenticator() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (code: string) => guarded('POST', path, { code }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}

export function useRemoveAuthenticator() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => guarded('DELETE', path),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}
