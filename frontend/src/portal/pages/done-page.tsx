import { Link, useParams } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { useReceipt } from '@/features/transactions/api/get-transfer'
import { Receipt } from '@/features/transactions/components/receipt'
import { kindWords } from '@/features/transactions/kinds'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'
import { useKind } from '../use-kind'

export function Component() {
  const kind = useKind()
  const { id = '' } = useParams()
  const accounts = useAccounts()
  const { data: posted, error, isPending, refetch } = useReceipt(id)
  if (isPending) return <Skeleton rows={4} label="Loading confirmation" />
  if (!posted) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="confirmation" />
    return <ErrorState title="This confirmation is not available" error={error} onRetry={() => void refetch()} />
  }
  const { title, path } = kindWords[kind]
  return (
    <div className="narrow">
      <PageTitle title={`${title} complete`} />
      <Receipt kind={kind} posted={posted} accounts={accounts.data ?? []} />
      <p className="next-links">
        <Link to="/" className="btn btn-primary">
          Go to home
        </Link>
        <Link to={path} className="btn btn-outline-primary">
          Make another
        </Link>
      </p>
    </div>
  )
}
