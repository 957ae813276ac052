import { Link, useParams } from 'react-router'
import { useTransfer } from '@/features/transactions/api/get-transfer'
import { ProofPanel } from '@/features/transactions/components/proof-panel'
import { TransferDetails } from '@/features/transactions/components/transfer-details'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { referenceOf } from '@/lib/format'
import { NotFound } from '../not-found'

/** A movement with both its sides, and the receipt that proves it. */
export function Component() {
  const { id = '' } = useParams()
  const { data: transfer, error, isPending, refetch } = useTransfer(id)
  if (isPending) return <Skeleton rows={4} label="Loading movement" />
  if (!transfer) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="movement" />
    return <ErrorState title="This movement is not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="narrow">
      <Link to="/transactions" className="back-link">
        Back to activity
      </Link>
      <PageTitle title={`Movement ${referenceOf(id)}`} />
      <TransferDetails transfer={transfer} />
      <ProofPanel transfer={id} />
    </div>
  )
}
