import { Link, useLocation, useParams } from 'react-router'
import { useAccount } from '@/features/accounts/api/get-account'
import { AccountBalances } from '@/features/accounts/components/account-balances'
import { AccountDetails } from '@/features/accounts/components/account-details'
import { RateInForce } from '@/features/interest/components/rate-in-force'
import { TransactionBrowser } from '@/features/transactions/components/transaction-browser'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { accountName, isClosed } from '@/lib/account-name'
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
          <Icon name="check" /> Your account is open.
        </p>
      )}
      <AccountBalances account={account}>
        {!isClosed(account) && <QuickActions account={account.id} />}
      </AccountBalances>
      <div className="account-columns">
        <TransactionBrowser currency={account.currency} account={account.id} />
        <AccountDetails account={account} interest={<RateInForce code={account.account_type.code} />}>
          {account.access === 'owner' && account.status === 'open' && (
            <Link to={`/accounts/${account.id}/close`} className="quiet-action">
              Close account
            </Link>
          )}
        </AccountDetails>
      </div>
    </>
  )
}
