import { useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'
import type { InterestRate } from '@/lib/api/types'

async function listRatesInForce(day: string): Promise<Map<string, InterestRate>> {
  const { results } = await unwrap(api.GET('/api/v1/interest-rates', { params: { query: { on: day, limit: '100' } } }))
  return new Map(results.map((rate) => [rate.account_type, rate]))
}

/** What every product earns today, by the code of the account type. The bank's day is in UTC. */
export function useRatesInForce() {
  const day = new Date().toISOString().slice(0, 10)
  return useQuery({ queryKey: queryKeys.ratesOn(day), queryFn: () => listRatesInForce(day) })
}
