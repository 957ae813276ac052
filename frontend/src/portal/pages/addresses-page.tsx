import { useState } from 'react'
import { Link } from 'react-router'
import { useAddresses } from '@/features/customers/api/addresses'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { AddressForm } from '@/features/customers/components/address-form'
import { AddressList, PastAddresses } from '@/features/customers/components/address-list'
import { addressWords } from '@/features/customers/customer-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { Notice } from '../notice'
import { toProfile } from '../places'

export function Component() {
  const { data: customer } = useMyCustomer()
  return customer ? <Addresses customerId={customer.id} /> : null
}

function Addresses({ customerId }: { customerId: string }) {
  const addresses = useAddresses(customerId)
  const [notice, setNotice] = useState('')
  const current = addresses.data?.filter(({ valid_to }) => valid_to === null) ?? []
  const past = addresses.data?.filter(({ valid_to }) => valid_to !== null) ?? []
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle title="Addresses" lead="Where you live and where we write to." />
      <Notice text={notice} />
      <section className="panel" aria-labelledby="current-title">
        <h2 id="current-title">Now</h2>
        {addresses.isPending && <Skeleton rows={2} label="Loading addresses" />}
        {!addresses.isPending && !addresses.data && (
          <ErrorState title="Your addresses are not available" error={addresses.error} onRetry={() => void addresses.refetch()} />
        )}
        {addresses.data && current.length === 0 && <p className="panel-lead">You have given no address yet.</p>}
        {current.length > 0 && <AddressList customerId={customerId} addresses={current} />}
        {past.length > 0 && <PastAddresses addresses={past} />}
      </section>
      <section className="panel" aria-labelledby="new-title">
        <h2 id="new-title">A new address</h2>
        <AddressForm
          customerId={customerId}
          onSaved={(kind) => {
            setNotice(`Saved. It is your address for ${addressWords[kind].toLowerCase()} from today on.`)
          }}
        />
      </section>
    </div>
  )
}
