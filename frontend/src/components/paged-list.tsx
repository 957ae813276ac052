import type { UseInfiniteQueryResult, InfiniteData } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { LoadMore } from './load-more'
import { ErrorState, Skeleton } from './states'

interface PagedListProps<Row> {
  list: UseInfiniteQueryResult<InfiniteData<{ readonly results: readonly Row[] }>>
  /** "statements": it completes "Loading …" and "Your … are not available". */
  what: string
  /** Instead of the rows where there are none. */
  empty: ReactNode
  children: (rows: readonly Row[]) => ReactNode
}

/** A list that comes in pages, with its states: loading, failed, empty, and a way to the next page. */
export function PagedList<Row>({ list, what, empty, children }: PagedListProps<Row>) {
  if (list.isPending) return <Skeleton rows={3} label={`Loading ${what}`} />
  if (!list.data) return <ErrorState title={`Your ${what} are not available`} error={list.error} onRetry={() => void list.refetch()} />
  const rows = list.data.pages.flatMap((page) => page.results)
  if (rows.length === 0) return empty
  return (
    <>
      {children(rows)}
      <LoadMore list={list} />
    </>
  )
}
