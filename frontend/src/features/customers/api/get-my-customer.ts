import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { isProblem } from '@/lib/api/problem'
import { queryKeys } from '@/lib/api/query-keys'
import type { Customer } from '@/lib/api/types'
import { claimFor } from '@/lib/session-store'

/** null: signed in, but the bank does not know a name yet. */
async function getMyCustomer(): Promise<Customer | null> {
  try {
    const customer = await unwrap(api.GET('/api/v1/customers/me'))
    claimFor(customer.id)
    return customer
  } catch (error) {
    if (isProblem(error, 'customer_not_found')) return null
    throw error
  }
}

export function useMyCustomer() {
  return useQuery({ queryKey: queryKeys.customer, queryFn: getMyCustomer, staleTime: Infinity })
}
