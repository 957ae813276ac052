import { ErrorState, Skeleton } from '@/components/states'
import { formatDate } from '@/lib/format'
import { useErasure } from '../api/data-rights'
import { countedWords, obstacleWords } from '../data-words'
import { ErasureForm } from './erasure-form'

/** What would be forgotten, what stays, and what stands in the way. */
export function ErasurePanel({ customerId }: { customerId: string }) {
  const { data: preview, error, isPending, refetch } = useErasure(customerId)
  if (isPending) return <Skeleton rows={3} label="Loading what would be erased" />
  if (!preview) return <ErrorState title="This is not available" error={error} onRetry={() => void refetch()} />
  const { obstacles, possible_from, goes, stays } = preview
  return (
    <>
      {obstacles.length === 0 ? (
        <ErasureForm customerId={customerId} />
      ) : (
        <>
          <h3>It is not possible yet</h3>
          <ul className="plain-list">
            {obstacles.map((obstacle) => (
              <li key={obstacle}>{obstacleWords(obstacle)}</li>
            ))}
          </ul>
          {possible_from && <p className="panel-lead">Possible from {formatDate(possible_from)}.</p>}
        </>
      )}
      <Counted title="What would go" numbers={goes} none="Nothing." />
      <Counted title="What stays" numbers={stays} none="Only what the books need, without your name." />
    </>
  )
}

function Counted({ title, numbers, none }: { title: string; numbers: Readonly<Record<string, number>>; none: string }) {
  const lines = countedWords(numbers)
  return (
    <>
      <h3>{title}</h3>
      {lines.length === 0 ? (
        <p className="panel-lead">{none}</p>
      ) : (
        <ul className="plain-list">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
    </>
  )
}
