import { Link, useParams } from 'react-router'
import { useTransaction } from '@/features/transactions/api/get-transaction'
import { TransactionDetails } from '@/features/transactions/components/transaction-details'
import { transactionTitle } from '@/features/transactions/transaction-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'

export function Component() {
  const { id = '' } = useParams()
  const { data: transaction, error, isPending, refetch } = useTransaction(id)
  if (isPending) return <Skeleton rows={4} label="Loading transaction" />
  if (!transaction) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="transaction" />
    return <ErrorState title="This transaction is not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="narrow">
      <Link to={`/accounts/${transaction.account}`} className="back-link">
        Back to the account
      </Link>
      <PageTitle title={transactionTitle(transaction)} />
      <TransactionDetails transaction={transaction} />
    </div>
  )
}
