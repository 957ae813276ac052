import { Link } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { AccountGroups } from '@/features/accounts/components/account-groups'
import { TotalPanel } from '@/features/accounts/components/total-panel'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { isClosed } from '@/lib/account-name'
import { FirstAccount } from '../first-account'

export function Component() {
  const accounts = useAccounts()
  const current = accounts.data?.filter((account) => !isClosed(account)) ?? []
  return (
    <>
      <PageTitle
        title="Accounts"
        actions={
          <Link to="/accounts/open" className="btn btn-primary">
            <Icon name="plus" size={18} /> Open an account
          </Link>
        }
      />
      {accounts.isPending && <Skeleton rows={4} label="Loading accounts" />}
      {!accounts.isPending && !accounts.data && (
        <ErrorState title="Your accounts are not available" error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.data && current.length === 0 && <FirstAccount hadAnother={accounts.data.length > 0} />}
      {current.length > 0 && <TotalPanel accounts={current} />}
      {accounts.data && <AccountGroups accounts={accounts.data} />}
    </>
  )
}
