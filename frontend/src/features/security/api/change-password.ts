import { useMutation, useQueryClient } from '@tanstack/react-query'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'
import { mintToken } from '@/lib/api/session'

export interface PasswordChange {
  readonly current_password: string
  readonly new_password: string
}

/** Ends every other session; this one goes on with a new token, since the old refresh cookie is void. */
export function useChangePassword() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (change: PasswordChange) => {
      await guarded('POST', 'account/password/change', change)
      await mintToken()
    },
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.sessions }),
  })
}
