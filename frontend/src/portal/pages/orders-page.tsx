import { Link } from 'react-router'
import { OrderList } from '@/features/orders/components/order-list'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { toPay } from '../places'

export function Component() {
  return (
    <div className="narrow">
      <Link to={toPay.to} className="back-link">
        {toPay.label}
      </Link>
      <PageTitle
        title="Standing orders"
        lead="Payments that we make for you, once or again and again."
        actions={
          <Link to="/standing-orders/new" className="btn btn-primary">
            <Icon name="plus" size={18} /> Plan a payment
          </Link>
        }
      />
      <section className="panel" aria-labelledby="orders-title">
        <h2 id="orders-title" className="visually-hidden">
          Your standing orders
        </h2>
        <OrderList />
      </section>
    </div>
  )
}
