import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AllauthRefusal } from '@/lib/api/allauth'
import { queryKeys } from '@/lib/api/query-keys'
import { guarded } from '@/lib/api/reauthentication'
import { createPasskey, type CreationOptions } from '@/lib/webauthn'

const path = 'account/authenticators/webauthn'

/** A passkey that can also sign in alone. */
export function useAddPasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async (name: string) => {
      const answer = await guarded<{ creation_options?: CreationOptions }>('GET', `${path}?passwordless`)
      const options = answer.data?.creation_options
      if (!options) throw new AllauthRefusal(answer)
      const credential = await createPasskey(options)
      await guarded('POST', path, { name, credential })
    },
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}

export function useRenamePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, name }: { id: number; name: string }) => guarded('PUT', path, { id, name }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}

export function useRemovePasskey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: number) => guarded('DELETE', path, { authenticators: [id] }),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.factors }),
  })
}
