import { Link } from 'react-router'
import { LoadMore } from '@/components/load-more'
import { MoneyText } from '@/components/money-text'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import type { ClosedAccount } from '@/lib/api/types'
import { formatDate, formatIban } from '@/lib/format'
import { closingWords } from '../account-words'
import { useClosedAccounts } from '../api/list-closed-accounts'

export function ClosedAccountList() {
  const list = useClosedAccounts()
  if (list.isPending) return <Skeleton rows={3} label="Loading closed accounts" />
  if (!list.data) return <ErrorState title="Your closed accounts are not available" error={list.error} onRetry={() => void list.refetch()} />
  const closings = list.data.pages.flatMap((page) => page.results)
  if (closings.length === 0) {
    return (
      <EmptyState icon="accounts" title="No closed accounts">
        <p>An account that you close stays here for you to read.</p>
      </EmptyState>
    )
  }
  return (
    <>
      <ul className="records">
        {closings.map((closing) => (
          <ClosedRow key={closing.id} closing={closing} />
        ))}
      </ul>
      <LoadMore list={list} />
    </>
  )
}

function ClosedRow({ closing }: { closing: ClosedAccount }) {
  const { account, balance, closed_at, currency, number, reason, restored_at, swept_to } = closing
  return (
    <li className="record">
      <div>
        <h3 className="iban">
          <Link to={`/accounts/${account}`}>{formatIban(number)}</Link>
        </h3>
        <p className="record-main">
          Closed {formatDate(closed_at)}. {closingWords[reason]}.
        </p>
        {swept_to && (
          <p>
            <MoneyText amount={balance} currency={currency} /> went to <span className="iban">{formatIban(swept_to)}</span>
          </p>
        )}
        {restored_at && <p>Opened again {formatDate(restored_at)}</p>}
      </div>
    </li>
  )
}
