import { useQuery } from '@tanstack/react-query'
import type { FactorType } from '@/lib/api/allauth'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'

/** Instants are seconds since 1970, as allauth gives them. */
export interface Factor {
  readonly type: FactorType
  readonly created_at: number
  readonly last_used_at: number | null
  /** Passkeys have these two. */
  readonly id?: number
  readonly name?: string
  /** Recovery codes have these two. */
  readonly total_code_count?: number
  readonly unused_code_count?: number
}

export function useFactors() {
  return useQuery({
    queryKey: queryKeys.factors,
    queryFn: async () => (await guarded<Factor[]>('GET', 'account/authenticators')).data ?? [],
  })
}
