import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { ContactChange } from '@/lib/api/types'

export function useChangeContact() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: ContactChange) => unwrap(api.PATCH('/api/v1/customers/me', { body })),
    onSuccess: (customer) => {
      client.setQueryData(queryKeys.customer, customer)
    },
  })
}
