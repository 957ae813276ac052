import { ErrorState, Skeleton } from '@/components/states'
import type { AccountType } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { useFees } from '../api/list-fees'
import { chargeWords } from '../product-words'

/** What is charged today, product by product. */
export function PriceList({ types }: { types: readonly AccountType[] }) {
  const { data: fees, error, isPending, refetch } = useFees()
  if (isPending) return <Skeleton rows={2} label="Loading prices" />
  if (!fees) return <ErrorState title="The prices are not available" error={error} onRetry={() => void refetch()} />
  if (fees.length === 0) return <p className="panel-lead">We charge nothing.</p>
  return (
    <ul className="records">
      {fees.map((fee) => (
        <li key={`${fee.product} ${fee.code}`} className="record">
          <div>
            <h3>{types.find(({ code }) => code === fee.product)?.name ?? fee.product}</h3>
            <p className="record-main">{chargeWords(fee)}</p>
            <p>Since {formatDate(fee.from_date)}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
