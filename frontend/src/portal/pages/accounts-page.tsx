import { Link } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { AccountGroups } from '@/features/accounts/components/account-groups'
import { InvitationPanel } from '@/features/accounts/components/invitation-panel'
import { TotalPanel } from '@/features/accounts/components/total-panel'
import { useMyCustomer } from '@/features/customers/api/get-my-customer'
import { Icon } from '@/components/icon'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { isClosed } from '@/lib/account-name'
import { FirstAccount } from '../first-account'

export function Component() {
  const accounts = useAccounts()
  const { data: customer } = useMyCustomer()
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
      {customer && <InvitationPanel personId={customer.id} />}
      {current.length > 0 && <TotalPanel accounts={current} />}
      {accounts.data && <AccountGroups accounts={accounts.data} />}
      <Link to="/fixed-deposits" className="quiet-action">
        Fixed deposits
      </Link>
      {accounts.data?.some(isClosed) && (
        <Link to="/accounts/closed" className="quiet-action">
          How closed accounts ended
        </Link>
      )}
    </>
  )
}
