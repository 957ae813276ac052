import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { AccountSettingsForm } from '@/features/accounts/components/account-settings-form'
import { EditList } from '@/features/accounts/components/edit-list'
import { FreezePanel } from '@/features/accounts/components/freeze-panel'
import { HolderForm } from '@/features/accounts/components/holder-form'
import { HolderList } from '@/features/accounts/components/holder-list'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, isClosed, isWanted, lastFour } from '@/lib/account-name'
import { ApiProblem } from '@/lib/api/problem'
import type { Account } from '@/lib/api/types'
import { NotFound } from '../not-found'
import { Notice } from '../notice'

export function Component() {
  const { id = '' } = useParams()
  const { data: account, error, isPending, refetch } = useAccount(id)
  const { data: customer } = useMyCustomer()
  if (isPending) return <Skeleton rows={5} label="Loading account" />
  if (!account) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="This account is not available" error={error} onRetry={() => void refetch()} />
  }
  if (isClosed(account) || isWanted(account)) return <NotFound what="page" />
  return <Manage account={account} personId={customer?.id ?? ''} />
}

function Manage({ account, personId }: { account: Account; personId: string }) {
  const navigate = useNavigate()
  const [notice, setNotice] = useState('')
  const isOwner = account.access === 'owner'
  return (
    <div className="narrow">
      <Link to={`/accounts/${account.id}`} className="back-link">
        Back to the account
      </Link>
      <PageTitle title="Manage account" lead={`${accountName(account)} ···${lastFour(account.number)}`} />
      <Notice text={notice} />
      <section className="panel" aria-labelledby="name-title">
        <h2 id="name-title">Name and statements</h2>
        <AccountSettingsForm
          account={account}
          onSaved={() => {
            setNotice('Saved.')
          }}
        />
      </section>
      <section className="panel" aria-labelledby="freeze-title">
        <h2 id="freeze-title">Freeze payments</h2>
        <FreezePanel account={account} />
      </section>
      <section className="panel" aria-labelledby="holders-title">
        <h2 id="holders-title">Who holds it</h2>
        <HolderList account={account} personId={personId} onLeft={() => void navigate('/accounts', { replace: true })} />
        {isOwner && (
          <details className="more">
            <summary>Let somebody else hold it</summary>
            <HolderForm
              account={account}
              onSaved={(isOffered) => {
                setNotice(isOffered ? 'Offered. They hold it once they accept, in their portal.' : 'Their right is changed.')
              }}
            />
          </details>
        )}
      </section>
      {isOwner && (
        <section className="panel" aria-labelledby="edits-title">
          <h2 id="edits-title">What changed</h2>
          <EditList accountId={account.id} personId={personId} />
        </section>
      )}
      {isOwner && (
        <section className="panel" aria-labelledby="close-title">
          <h2 id="close-title">Close it</h2>
          <p className="panel-lead">What is left can go to another account of yours in the same step.</p>
          <div className="panel-actions">
            <Link to={`/accounts/${account.id}/close`} className="btn btn-outline-primary">
              Close account
            </Link>
          </div>
        </section>
      )}
    </div>
  )
}
