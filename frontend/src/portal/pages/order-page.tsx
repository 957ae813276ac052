import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { useOrder } from '@/features/orders/api/orders'
import { ChangeOrder } from '@/features/orders/components/change-order'
import { ComingDays } from '@/features/orders/components/coming-days'
import { ExecutionList } from '@/features/orders/components/execution-list'
import { OrderActions } from '@/features/orders/components/order-actions'
import { OrderDetails } from '@/features/orders/components/order-details'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'
import { HandedNotice, Notice } from '../notice'
import { toOrders } from '../places'

export function Component() {
  const { id = '' } = useParams()
  const accounts = useAccounts()
  const [notice, setNotice] = useState('')
  const { data: order, error, isPending, refetch } = useOrder(id)
  if (isPending) return <Skeleton rows={5} label="Loading standing order" />
  if (!order) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="standing order" />
    return <ErrorState title="This standing order is not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <div className="narrow">
      <Link to={toOrders.to} className="back-link">
        {toOrders.label}
      </Link>
      <PageTitle title={order.note || order.to_account.name} lead={order.frequency === 'once' ? 'A planned payment' : 'A standing order'} />
      {notice ? <Notice text={notice} /> : <HandedNotice />}
      <OrderDetails order={order} accounts={accounts.data ?? []} />
      <ComingDays order={order} />
      <OrderActions order={order} />
      <ChangeOrder
        key={order.id}
        order={order}
        onChanged={() => {
          setNotice('Changed, from the next payment on.')
        }}
      />
      <section className="panel" aria-labelledby="history-title">
        <h2 id="history-title">History</h2>
        <ExecutionList orderId={order.id} />
      </section>
    </div>
  )
}
