import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'

const path = 'account/authenticators/recovery-codes'

interface RecoveryCodes {
  readonly unused_codes?: readonly string[]
}

/** The codes that are left, or null when the bank shows them no more. */
export function useShowRecoveryCodes() {
  return useMutation({
    mutationFn: async () => (await guarded<RecoveryCodes>('GET', path)).data?.unused_codes ?? null,
  })
}

/** New codes; the old ones stop working. */
export function useMakeRecoveryCodes() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async () => (await guarded<RecoveryCodes>('POST', path)).data?.unused_codes ?? null,
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}
