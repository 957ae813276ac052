import { Link, useParams } from 'react-router'
import { useBatch } from '@/features/batches/api/batches'
import { countWords, modeWords, statusWords } from '@/features/batches/batch-words'
import { BatchItems } from '@/features/batches/components/batch-items'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { SummaryList } from '@/components/summary-list'
import { ApiProblem } from '@/lib/api/problem'
import { formatInstant } from '@/lib/format'
import { NotFound } from '../not-found'
import { HandedNotice } from '../notice'

export function Component() {
  const { id = '' } = useParams()
  const { data: batch, error, isPending, refetch } = useBatch(id)
  if (isPending) return <Skeleton rows={5} label="Loading batch" />
  if (!batch) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="batch" />
    return <ErrorState title="This batch is not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="narrow">
      <Link to="/batches" className="back-link">
        All batches
      </Link>
      <PageTitle title={batch.reference || 'Batch'} lead={formatInstant(batch.created_at)} />
      <HandedNotice />
      <section className="panel" aria-label="Batch">
        <SummaryList
          rows={[
            { term: 'Status', value: statusWords[batch.status] },
            { term: 'Payments', value: countWords(batch) },
            { term: 'If one cannot be made', value: modeWords[batch.mode] },
            { term: 'Came as', value: batch.source === 'json' ? 'JSON' : 'Payment file (pain.001)' },
          ]}
        />
      </section>
      <section className="panel" aria-labelledby="items-title">
        <h2 id="items-title">Payments</h2>
        <BatchItems batchId={batch.id} />
      </section>
    </div>
  )
}
