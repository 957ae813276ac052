import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'

/** A device on which somebody is signed in. Instants are seconds since 1970. */
export interface Device {
  readonly id: number
  readonly user_agent: string
  readonly ip: string
  readonly created_at: number
  readonly last_seen_at?: number
  readonly is_current: boolean
}

export function useDevices() {
  return useQuery({
    queryKey: queryKeys.sessions,
    queryFn: async () => (await guarded<Device[]>('GET', 'auth/sessions')).data ?? [],
  })
}

/** Signs these devices out: they get no new access token. */
export function useSignOutDevices() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (ids: readonly number[]) => guarded('DELETE', 'auth/sessions', { sessions: ids }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
}
