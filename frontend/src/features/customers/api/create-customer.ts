import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import { claimFor } from '@/lib/session-store'

export interface PersonName {
  given_name: string
  family_name: string
}

export function useCreateCustomer() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: PersonName) => unwrap(api.POST('/api/v1/customers', { body: name })),
    onSuccess: (customer) => {
      claimFor(customer.id)
      client.setQueryData(queryKeys.customer, customer)
    },
  })
}
