import { useInfiniteQuery } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { TransactionQuery } from '@/lib/api/types'

export function useTransactions(query: TransactionQuery) {
  return useInfiniteQuery({
    queryKey: queryKeys.transactionList(query),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/transactions', {
          params: { query: { ...query, ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}
