import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { queryKeys } from '@/lib/api/query-keys'

/** What an account has earned and earns, with the months of a year. */
export function useInterest(account: string) {
  return useQuery({
    queryKey: queryKeys.interest(account),
    queryFn: () => unwrap(api.GET('/api/v1/interest', { params: { query: { account } } })),
  })
}

/** Each day of a period, with what its number came from. */
export function useInterestDays(account: string, from: string, to: string) {
  return useQuery({
    queryKey: queryKeys.interestDays(account, from, to),
    queryFn: async () => (await unwrap(api.GET('/api/v1/interest/explain', { params: { query: { account, from, to } } }))).days,
  })
}

export interface Plan {
  readonly account_type: string
  readonly amount: string
  readonly currency: string
  readonly days: number
}

/** What an amount that nobody touches would earn. Nothing is asked while there is no plan. */
export function useProjection(plan: Plan | null) {
  return useQuery({
    queryKey: queryKeys.projection(plan ?? {}),
    queryFn: () => unwrap(api.GET('/api/v1/interest-projections', { params: { query: plan ?? { account_type: '', amount: '', currency: '', days: 1 } } })),
    enabled: plan !== null,
    placeholderData: keepPreviousData,
  })
}
