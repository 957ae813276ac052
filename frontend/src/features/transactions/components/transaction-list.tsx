import type { ReactNode } from 'react'
import Button from 'react-bootstrap/Button'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import type { TransactionQuery } from '@/lib/api/types'
import { useTransactions } from '../api/list-transactions'
import { TransactionDays } from './transaction-days'

interface TransactionListProps {
  query: TransactionQuery
  empty: ReactNode
  /** False where only the latest few are wanted. */
  hasMore?: boolean
}

export function TransactionList({ query, empty, hasMore = true }: TransactionListProps) {
  const list = useTransactions(query)
  if (list.isPending) return <Skeleton rows={5} label="Loading transactions" />
  if (!list.data) {
    return <ErrorState title="Transactions are not available" error={list.error} onRetry={() => void list.refetch()} />
  }
  const transactions = list.data.pages.flatMap((page) => page.results)
  if (transactions.length === 0) {
    return (
      <EmptyState icon="activity" title="No transactions">
        {empty}
      </EmptyState>
    )
  }
  return (
    <>
      <TransactionDays transactions={transactions} showsBalance={Boolean(query.account)} />
      <p className="visually-hidden" role="status">
        {transactions.length} transactions shown
      </p>
      {list.isFetchNextPageError && <p role="alert">The next ones did not load. Try again.</p>}
      {hasMore && list.hasNextPage && (
        <Button
          variant="outline-primary"
          className="load-more"
          aria-disabled={list.isFetchingNextPage}
          onClick={() => {
            if (!list.isFetchingNextPage) void list.fetchNextPage()
          }}
        >
          {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </>
  )
}
