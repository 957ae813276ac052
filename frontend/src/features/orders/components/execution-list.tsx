import { Link } from 'react-router'
import { LoadMore } from '@/components/load-more'
import { MoneyText } from '@/components/money-text'
import { ErrorState, Skeleton } from '@/components/states'
import type { Execution } from '@/lib/api/types'
import { formatDate, referenceOf } from '@/lib/format'
import { useExecutions } from '../api/orders'
import { executionWords } from '../order-words'

/** What became of an order day by day, and why where it was not paid. */
export function ExecutionList({ orderId }: { orderId: string }) {
  const list = useExecutions(orderId)
  if (list.isPending) return <Skeleton rows={2} label="Loading the history" />
  if (!list.data) return <ErrorState title="The history is not available" error={list.error} onRetry={() => void list.refetch()} />
  const executions = list.data.pages.flatMap((page) => page.results)
  if (executions.length === 0) return <p className="panel-lead">Nothing was due yet.</p>
  return (
    <>
      <ul className="records">
        {executions.map((execution) => (
          <ExecutionRow key={execution.id} execution={execution} />
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  )
}

function ExecutionRow({ execution }: { execution: Execution }) {
  const { amount, attempts, currency, due_date, status, text, transfer_id } = execution
  const isGood = status === 'executed' || status === 'skipped'
  return (
    <li className="record">
      <div>
        <h3>{formatDate(due_date)}</h3>
        {text && <p className="record-main">{text}</p>}
        {attempts > 1 && <p>Tried {attempts} times</p>}
        {transfer_id && (
          <p>
            Reference <Link to={`/transfers/${transfer_id}`}>{referenceOf(transfer_id)}</Link>
          </p>
        )}
      </div>
      <span className="record-side">
        <MoneyText amount={amount} currency={currency} />
        <span className={isGood ? 'tag' : 'tag tag-warn'}>{executionWords[status]}</span>
      </span>
    </li>
  )
}
