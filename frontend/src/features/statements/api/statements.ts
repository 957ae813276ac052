import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '@/lib/api/client'
import { cursorOf } from '@/lib/api/cursor-of'
import { queryKeys } from '@/lib/api/query-keys'
import type { StatementRequest } from '@/lib/api/types'

const lookAgainMilliseconds = 2_000

/** The latest period first; of all accounts where none is named. */
export function useStatements(account: string) {
  return useInfiniteQuery({
    queryKey: queryKeys.statementList(account),
    queryFn: ({ pageParam }) =>
      unwrap(
        api.GET('/api/v1/statements', {
          params: { query: { limit: '24', ...(account && { account }), ...(pageParam && { cursor: pageParam }) } },
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => cursorOf(page.next),
  })
}

/** Looked at again while a file of it is being made. */
export function useStatement(id: string) {
  return useQuery({
    queryKey: queryKeys.statement(id),
    queryFn: () => unwrap(api.GET('/api/v1/statements/{statement_id}', { params: { path: { statement_id: id } } })),
    refetchInterval: ({ state }) => (state.data?.files.some(({ status }) => status === 'making') ? lookAgainMilliseconds : false),
  })
}

/** The same account and period are the same statement, so this needs no key of its own. */
export function useMakeStatement() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: StatementRequest) => unwrap(api.POST('/api/v1/statements', { body })),
    onSuccess: (statement) => {
      client.setQueryData(queryKeys.statement(statement.id), statement)
      void client.invalidateQueries({ queryKey: queryKeys.statements, predicate: ({ queryKey }) => queryKey[1] === 'list' })
    },
  })
}

/** Whether the bank issued a file with this hash. */
export function useCheckStatement() {
  return useMutation({
    mutationFn: (sha256: string) => unwrap(api.POST('/api/v1/statements/verify', { body: { sha256 } })),
  })
}
