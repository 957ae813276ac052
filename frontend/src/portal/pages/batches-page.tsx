import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { BatchForm, type Tried } from '@/features/batches/components/batch-form'
import { BatchList } from '@/features/batches/components/batch-list'
import { CheckBatch } from '@/features/batches/components/check-batch'
import { PageTitle } from '@/components/page-title'
import { toPay } from '../places'

export function Component() {
  const navigate = useNavigate()
  const accounts = useAccounts()
  const [tried, setTried] = useState<Tried | null>(null)
  return (
    <div className="narrow">
      <Link to={toPay.to} className="back-link">
        {toPay.label}
      </Link>
      <PageTitle title="Many payments at once" lead="From a file: tried out first, then posted together." />
      <section className="panel" aria-label="A file with payments">
        {tried ? (
          <CheckBatch
            tried={tried}
            accounts={accounts.data ?? []}
            onPosted={({ id }) => void navigate(`/batches/${id}`, { state: { notice: 'The batch is posted.' } })}
            onBack={() => {
              setTried(null)
            }}
          />
        ) : (
          <BatchForm onTried={setTried} />
        )}
      </section>
      <section className="panel" aria-labelledby="batches-title">
        <h2 id="batches-title">Posted so far</h2>
        <BatchList />
      </section>
    </div>
  )
}
