import { Link } from 'react-router'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { formatInstant } from '@/lib/format'
import { useBatches } from '../api/batches'
import { countWords, statusWords } from '../batch-words'

export function BatchList() {
  const list = useBatches()
  const empty = (
    <EmptyState icon="stack" title="No batches yet">
      <p>Salaries, refunds, a month’s bills: one file, one look, one press.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="batches" empty={empty}>
      {(batches) => (
        <ul className="records">
          {batches.map((batch) => (
            <li key={batch.id} className="record">
              <div>
                <h3>
                  <Link to={`/batches/${batch.id}`} className="stretched-link">
                    {batch.reference || formatInstant(batch.created_at)}
                  </Link>
                </h3>
                {batch.reference && <p>{formatInstant(batch.created_at)}</p>}
                <p>{countWords(batch)}</p>
              </div>
              <span className={batch.status === 'posted' ? 'tag' : 'tag tag-warn'}>{statusWords[batch.status]}</span>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}
