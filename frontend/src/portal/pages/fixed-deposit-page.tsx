import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { useDeposit } from '@/features/deposits/api/deposits'
import { CloseDeposit } from '@/features/deposits/components/close-deposit'
import { DepositDetails } from '@/features/deposits/components/deposit-details'
import { InstructionForm } from '@/features/deposits/components/instruction-form'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'
import { HandedNotice, Notice } from '../notice'

export function Component() {
  const { id = '' } = useParams()
  const [notice, setNotice] = useState('')
  const accounts = useAccounts()
  const { data: deposit, error, isPending, refetch } = useDeposit(id)
  if (isPending) return <Skeleton rows={5} label="Loading fixed deposit" />
  if (!deposit) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="fixed deposit" />
    return <ErrorState title="This fixed deposit is not available" error={error} onRetry={() => void refetch()} />
  }
  const own = accounts.data ?? []
  return (
    <div className="narrow">
      <Link to="/fixed-deposits" className="back-link">
        All fixed deposits
      </Link>
      <PageTitle title="Fixed deposit" />
      {notice ? <Notice text={notice} /> : <HandedNotice />}
      <DepositDetails deposit={deposit} accounts={own} />
      {deposit.status === 'running' && (
        <>
          <section className="panel" aria-labelledby="maturity-title">
            <h2 id="maturity-title">On the day of maturity</h2>
            <InstructionForm
              deposit={deposit}
              accounts={own}
              onSaved={() => {
                setNotice('Saved.')
              }}
            />
          </section>
          <section className="panel" aria-labelledby="early-title">
            <h2 id="early-title">Close it early</h2>
            <CloseDeposit deposit={deposit} accounts={own} />
          </section>
        </>
      )}
    </div>
  )
}
