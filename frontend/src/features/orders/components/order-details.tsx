import { MoneyText } from '@/components/money-text'
import { SummaryList } from '@/components/summary-list'
import { accountName, lastFour } from '@/lib/account-name'
import type { Account, StandingOrder } from '@/lib/api/types'
import { formatIban, formatInstant } from '@/lib/format'
import { rhythmWords, statusWords } from '../order-words'
import { NextDate } from './order-list'

export function OrderDetails({ order, accounts }: { order: StandingOrder; accounts: readonly Account[] }) {
  const { amount, created_at, currency, from_account, note, retry_days, status, to_account } = order
  const from = accounts.find(({ id }) => id === from_account)
  return (
    <section className="panel" aria-label="Standing order">
      <div>
        <p className="check-amount">
          <MoneyText amount={amount} currency={currency} />
        </p>
        <p className="order-state" role="status">
          <span className={status === 'active' ? 'tag' : 'tag tag-warn'}>{statusWords[status]}</span>
        </p>
        <NextDate order={order} />
      </div>
      <SummaryList
        rows={[
          { term: 'To', value: `${to_account.name}, ${formatIban(to_account.number)}` },
          { term: 'From', value: from ? `${accountName(from)} ···${lastFour(from.number)}` : 'An account of yours' },
          { term: 'When', value: rhythmWords(order) },
          { term: 'Paid so far', value: `${String(order.settled_count)} ${order.settled_count === 1 ? 'time' : 'times'}` },
          { term: 'Note', value: note || 'None' },
          { term: 'If there is not enough money', value: retry_days > 0 ? `We try again for ${String(retry_days)} days` : 'That payment is left out' },
          { term: 'Set up', value: formatInstant(created_at) },
        ]}
      />
    </section>
  )
}
