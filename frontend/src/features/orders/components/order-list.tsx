import { Link } from 'react-router'
import { LoadMore } from '@/components/load-more'
import { MoneyText } from '@/components/money-text'
import { EmptyState, ErrorState, Skeleton } from '@/components/states'
import type { StandingOrder } from '@/lib/api/types'
import { formatDate } from '@/lib/format'
import { useOrders } from '../api/orders'
import { isSkipped, rhythmWords, statusWords } from '../order-words'

export function OrderList() {
  const list = useOrders()
  if (list.isPending) return <Skeleton rows={3} label="Loading standing orders" />
  if (!list.data) return <ErrorState title="Your standing orders are not available" error={list.error} onRetry={() => void list.refetch()} />
  const orders = list.data.pages.flatMap((page) => page.results)
  const running = orders.filter(({ status }) => status === 'active' || status === 'paused')
  const over = orders.filter(({ status }) => status === 'completed' || status === 'cancelled')
  return (
    <>
      {running.length === 0 && (
        <EmptyState icon="repeat" title="Nothing is planned">
          <p>Rent, savings, a birthday: set it up once, and it is paid on the day.</p>
        </EmptyState>
      )}
      <Orders orders={running} />
      {over.length > 0 && (
        <details className="more">
          <summary>Done and cancelled ({over.length})</summary>
          <Orders orders={over} />
        </details>
      )}
      <LoadMore list={list} />
    </>
  )
}

function Orders({ orders }: { orders: readonly StandingOrder[] }) {
  if (orders.length === 0) return null
  return (
    <ul className="records">
      {orders.map((order) => (
        <li key={order.id} className="record">
          <div>
            <h3>
              <Link to={`/standing-orders/${order.id}`} className="stretched-link">
                {order.note || order.to_account.name}
              </Link>{' '}
              {order.status !== 'active' && <span className="tag tag-warn">{statusWords[order.status]}</span>}
            </h3>
            {order.note && <p className="record-main">{order.to_account.name}</p>}
            <p>{rhythmWords(order)}</p>
            <NextDate order={order} />
          </div>
          <MoneyText amount={order.amount} currency={order.currency} />
        </li>
      ))}
    </ul>
  )
}

export function NextDate({ order }: { order: StandingOrder }) {
  if (!order.next_date || order.status !== 'active') return null
  return (
    <p>
      Next {formatDate(order.next_date)}
      {isSkipped(order, order.next_date) && ', left out'}
    </p>
  )
}
