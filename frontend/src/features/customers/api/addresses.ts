import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { AddressRequest } from '@/lib/api/types'

const path = '/api/v1/customers/{customer_id}/addresses'

/** Where a customer lives and gets mail, and where they did before. */
export function useAddresses(customerId: string) {
  return useQuery({
    queryKey: queryKeys.addresses(customerId),
    queryFn: async () => {
      const params = { path: { customer_id: customerId }, query: { history: 'true' as const } }
      return (await unwrap(api.GET(path, { params }))).results
    },
  })
}

/** The address of the same kind before it ends. */
export function useMoveAddress(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: AddressRequest) => unwrap(api.POST(path, { params: { path: { customer_id: customerId } }, body })),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.addresses(customerId) }),
  })
}

export function useEndAddress(customerId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (addressId: string) =>
      unwrap(
        api.DELETE('/api/v1/customers/{customer_id}/addresses/{address_id}', {
          params: { path: { customer_id: customerId, address_id: addressId } },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: queryKeys.addresses(customerId) }),
  })
}
