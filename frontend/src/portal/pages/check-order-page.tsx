import { useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { CheckOrder } from '@/features/orders/components/check-order'
import { forgetOrderDraft, readOrderDraft } from '@/features/orders/order-draft'
import { PageTitle } from '@/components/page-title'
import { Skeleton } from '@/components/states'

export function Component() {
  const navigate = useNavigate()
  const accounts = useAccounts()
  // Read once: the draft is gone when the order stands, while this page still leads on.
  const [draft] = useState(readOrderDraft)
  if (!draft) return <Navigate to="/standing-orders/new" replace />
  return (
    <div className="narrow">
      <PageTitle title="Check your answers" />
      {accounts.isPending ? (
        <Skeleton rows={4} label="Loading accounts" />
      ) : (
        <section className="panel" aria-label="Your answers">
          <CheckOrder
            draft={draft}
            accounts={accounts.data ?? []}
            onOrdered={({ id }) => {
              forgetOrderDraft()
              void navigate(`/standing-orders/${id}`, { replace: true, state: { notice: 'It is set up.' } })
            }}
          />
        </section>
      )}
    </div>
  )
}
