import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'

/** Nothing: now. An instant: as the bank knew it then. A day: as it counts at its end. */
export interface Moment {
  readonly at?: string
  readonly value_date?: string
}

export function useBalance(account: string, moment: Moment) {
  return useQuery({
    queryKey: queryKeys.balance(account, moment),
    queryFn: () =>
      unwrap(api.GET('/api/v1/balances/{account_id}', { params: { path: { account_id: account }, query: moment } })),
  })
}

/** The movements that make the balance, the newest first; each next page explains what the one before began with. */
export function useBalanceExplained(account: string, moment: Moment) {
  return useInfiniteQuery({
    queryKey: queryKeys.balanceExplained(account, moment),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/balances/{account_id}/explanation', {
          params: {
            path: { account_id: account },
            query: { limit: 30, ...(pageParam ? { cursor: pageParam } : moment) },
          },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
