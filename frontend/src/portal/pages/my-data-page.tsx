import { Link } from 'react-router'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { CustomerEdits } from '@/features/customers/components/customer-edits'
import { ErasurePanel } from '@/features/customers/components/erasure-panel'
import { MyData } from '@/features/customers/components/my-data'
import { PageTitle } from '@/components/page-title'
import { toProfile } from '../places'

export function Component() {
  const { data: customer } = useMyCustomer()
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle title="My data" lead="What we keep about you: to take with you, to look back at, to have forgotten." />
      <section className="panel" aria-labelledby="take-title">
        <h2 id="take-title">Take it with you</h2>
        <MyData />
      </section>
      {customer && (
        <>
          <section className="panel" aria-labelledby="changed-title">
            <h2 id="changed-title">What changed</h2>
            <CustomerEdits customerId={customer.id} />
          </section>
          <section className="panel" aria-labelledby="erasure-title">
            <h2 id="erasure-title">Being forgotten</h2>
            <ErasurePanel customerId={customer.id} />
          </section>
        </>
      )}
    </div>
  )
}
