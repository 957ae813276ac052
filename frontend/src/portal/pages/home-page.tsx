import { Link } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { AccountCards } from '@/features/accounts/components/account-groups'
import { TotalPanel } from '@/features/accounts/components/total-panel'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { AnnouncementBanner } from '@/features/support/components/announcement-banner'
import { TransactionList } from '@/features/transactions/components/transaction-list'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { isClosed } from '@/lib/account-name'
import { FirstAccount } from '../first-account'
import { QuickActions } from '../quick-actions'
import { focusMain } from '../skip-link'

export function Component() {
  const customer = useMyCustomer()
  const accounts = useAccounts()
  const current = accounts.data?.filter((account) => !isClosed(account)) ?? []
  return (
    <>
      <AnnouncementBanner onDismiss={focusMain} />
      <PageTitle title={`Hello, ${customer.data?.given_name ?? ''}`} />
      {accounts.isPending && <Skeleton rows={4} label="Loading accounts" />}
      {!accounts.isPending && !accounts.data && (
        <ErrorState title="Your accounts are not available" error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.data && current.length === 0 && <FirstAccount hadAnother={accounts.data.length > 0} />}
      {current.length > 0 && (
        <>
          <TotalPanel accounts={current}>
            <QuickActions />
          </TotalPanel>
          <section aria-labelledby="accounts-title">
            <div className="section-head">
              <h2 id="accounts-title">Your accounts</h2>
              <Link to="/accounts">See all accounts</Link>
            </div>
            <AccountCards accounts={current.slice(0, 4)} />
          </section>
        </>
      )}
      {accounts.data && accounts.data.length > 0 && (
        <section className="panel" aria-labelledby="recent-title">
          <div className="panel-head">
            <h2 id="recent-title">Recent activity</h2>
            <Link to="/transactions">See all activity</Link>
          </div>
          <TransactionList
            query={{ limit: '8' }}
            hasMore={false}
            empty={<p>Make a deposit and it will be listed here.</p>}
          />
        </section>
      )}
    </>
  )
}
