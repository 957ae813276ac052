import { MoneyText } from '@/components/money-text'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import type { Hold } from '@/lib/api/types'
import { formatDate, formatInstant } from '@/lib/format'
import { isZero } from '@/lib/money'
import { useAllHolds } from '../api/list-holds'

const statusWords: Record<Hold['status'], string> = {
  active: 'Reserved',
  captured: 'Paid out',
  voided: 'Released',
  expired: 'Ended by its time',
}

/** What was reserved on an account, and what became of it. */
export function HoldHistory({ account }: { account: string }) {
  const list = useAllHolds(account)
  const empty = (
    <EmptyState icon="lock" title="Nothing was ever reserved">
      <p>A hotel or a shop may reserve an amount before it takes it. You would see it here.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="reserved amounts" empty={empty}>
      {(holds) => (
        <ul className="records">
          {holds.map((hold) => (
            <HoldRow key={hold.id} hold={hold} />
          ))}
        </ul>
      )}
    </PagedList>
  )
}

function HoldRow({ hold }: { hold: Hold }) {
  const { amount, captured, created_at, currency, ended_at, expires_at, reason, status } = hold
  return (
    <li className="record">
      <div>
        <h3>{reason}</h3>
        <p>
          Since {formatInstant(created_at)}
          {ended_at ? `, ended ${formatInstant(ended_at)}` : expires_at && `, until ${formatDate(expires_at)}`}
        </p>
        {!isZero(captured, currency) && (
          <p>
            <MoneyText amount={captured} currency={currency} /> paid out
          </p>
        )}
      </div>
      <span className="record-side">
        <MoneyText amount={amount} currency={currency} />
        <span className={status === 'active' ? 'tag tag-warn' : 'tag'}>{statusWords[status]}</span>
      </span>
    </li>
  )
}
