import { useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { components } from '@/lib/api/schema'

export type Settlement = components['schemas']['InterestSettlementOutput']

/** Books what an account has earned and owes up to now, so that it can be closed. */
export function useSettleInterest(account: string) {
  const client = useQueryClient()
  return async (key: string): Promise<Settlement> => {
    const params = { header: { 'Idempotency-Key': key } }
    const settled = await unwrap(api.POST('/api/v1/interest/settlements', { params, body: { account } }))
    // The balance first: what is asked next depends on whether there is money now.
    await client.invalidateQueries({ queryKey: queryKeys.accounts })
    void client.invalidateQueries({ queryKey: queryKeys.interest(account) })
    void client.invalidateQueries({ queryKey: queryKeys.transactions })
    return settled
  }
}
