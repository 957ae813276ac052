import { Link, useParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { obstacleOf } from '@/features/accounts/closing'
import { CloseAccountForm } from '@/features/accounts/components/close-account-form'
import { ClosedReceipt } from '@/features/accounts/components/closed-receipt'
import { CloseObstacle } from '@/features/accounts/components/close-obstacle'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, isClosed, lastFour } from '@/lib/account-name'
import { ApiProblem } from '@/lib/api/problem'
import type { Account } from '@/lib/api/types'
import { NotFound } from '../not-found'

export function Component() {
  const { id = '' } = useParams()
  const { data: account, error, isPending, refetch } = useAccount(id)
  if (isPending) return <Skeleton rows={4} label="Loading account" />
  if (!account) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="This account is not available" error={error} onRetry={() => void refetch()} />
  }
  // Two pages in one: the second has its own title, which takes the focus.
  return isClosed(account) ? <Closed account={account} /> : <Closing account={account} />
}

function Closing({ account }: { account: Account }) {
  const obstacle = obstacleOf(account)
  return (
    <div className="narrow">
      <Link to={`/accounts/${account.id}`} className="back-link">
        Back to the account
      </Link>
      <PageTitle title="Close account" lead={`${accountName(account)} ···${lastFour(account.number)}`} />
      <section className="panel" aria-labelledby="what-happens">
        <h2 id="what-happens">What happens</h2>
        <ul className="plain-list">
          <li>Nobody can pay into this account or out of it any more, and its IBAN stops working.</li>
          <li>You can still read its details and its transactions.</li>
          <li>It cannot be opened again. You can open another account at any time.</li>
        </ul>
        {obstacle ? <CloseObstacle account={account} obstacle={obstacle} /> : <CloseAccountForm account={account} />}
      </section>
    </div>
  )
}

function Closed({ account }: { account: Account }) {
  return (
    <div className="narrow">
      <PageTitle title="Account closed" />
      <ClosedReceipt account={account} />
      <p className="next-links">
        <Link to="/accounts" className="btn btn-primary">
          Go to accounts
        </Link>
        <Link to={`/accounts/${account.id}`} className="btn btn-outline-primary">
          See its transactions
        </Link>
      </p>
    </div>
  )
}
