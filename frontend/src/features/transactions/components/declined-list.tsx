import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import type { Declined } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'
import { declinedAmount, operationWord } from '../declined-words'
import { useDeclined } from '../api/list-declined'

/** What the bank said no to, and why. Nothing of it has moved money. */
export function DeclinedList() {
  const list = useDeclined()
  const empty = (
    <EmptyState icon="check" title="Nothing was declined">
      <p>When we decline something, you see here what it was and why.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="declined attempts" empty={empty}>
      {(attempts) => (
        <ul className="records">
          {attempts.map((attempt) => (
            <DeclinedRow key={attempt.id} attempt={attempt} />
          ))}
        </ul>
      )}
    </PagedList>
  )
}

function DeclinedRow({ attempt }: { attempt: Declined }) {
  const { account, declined_at, operation, reason } = attempt
  const amount = declinedAmount(attempt)
  return (
    <li className="record">
      <div>
        <h3>{operationWord(operation)}</h3>
        <p className="record-main">{reason}</p>
        <p>
          {formatInstant(declined_at)}
          {account && (
            <>
              , account <span className="iban">{formatIban(account.number)}</span>
            </>
          )}
        </p>
      </div>
      <span className="record-side">
        {amount && <span className="money">{amount}</span>}
        <span className="tag tag-warn">Declined</span>
      </span>
    </li>
  )
}
