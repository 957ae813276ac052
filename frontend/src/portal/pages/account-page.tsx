import { Link, useLocation, useParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { AccountBalances } from '@/features/accounts/components/account-balances'
import { AccountDetails } from '@/features/accounts/components/account-details'
import { AccountStatus } from '@/features/accounts/components/account-status'
import { RateInForce } from '@/features/interest/components/rate-in-force'
import { HoldList } from '@/features/transactions/components/hold-list'
import { TransactionBrowser } from '@/features/transactions/components/transaction-browser'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, canReceive, isClosed, isWanted } from '@/lib/account-name'
import { ApiProblem } from '@/lib/api/problem'
import { NotFound } from '../not-found'
import { QuickActions } from '../quick-actions'

export function Component() {
  const { id = '' } = useParams()
  const isNew = (useLocation().state as { isNew?: boolean } | null)?.isNew === true
  const { data: account, error, isPending, refetch } = useAccount(id)
  if (isPending) return <Skeleton rows={5} label="Loading account" />
  if (!account) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="account" />
    return <ErrorState title="Balance not available" error={error} onRetry={() => void refetch()} />
  }
  return (
    <>
      <Link to="/accounts" className="back-link">
        All accounts
      </Link>
      <PageTitle title={accountName(account)} lead={account.nickname ? account.account_type.name : account.bank_name} />
      {isNew && (
        <p className="notice" role="status">
          <Icon name="check" /> {isWanted(account) ? 'We have your application.' : 'Your account is open.'}
        </p>
      )}
      <AccountStatus account={account} />
      <AccountBalances account={account}>{canReceive(account) && <QuickActions account={account.id} />}</AccountBalances>
      <div className="account-columns">
        <div className="column">
          <HoldList account={account.id} />
          <TransactionBrowser currency={account.currency} account={account.id} />
        </div>
        <AccountDetails account={account} interest={<RateInForce code={account.account_type.code} />}>
          {!isWanted(account) && (
            <ul className="account-links">
              <li>
                <Link to={`/accounts/${account.id}/balance`}>Why this balance</Link>
              </li>
              <li>
                <Link to={`/accounts/${account.id}/interest`}>Interest</Link>
              </li>
              <li>
                <Link to={`/statements?account=${account.id}`}>Statements</Link>
              </li>
              <li>
                <Link to={`/accounts/${account.id}/holds`}>Reserved amounts</Link>
              </li>
            </ul>
          )}
          {account.access !== 'view' && !isClosed(account) && !isWanted(account) && (
            <Link to={`/accounts/${account.id}/manage`} className="btn btn-outline-primary">
              Manage this account
            </Link>
          )}
        </AccountDetails>
      </div>
    </>
  )
}
