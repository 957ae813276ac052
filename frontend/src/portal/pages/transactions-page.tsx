import { useAccounts } from '@/features/accounts/api/list-accounts'
import { TransactionBrowser } from '@/features/transactions/components/transaction-browser'
import { PageTitle } from '@/components/page-title'

export function Component() {
  const accounts = useAccounts()
  return (
    <>
      <PageTitle title="Activity" lead="Everything that arrived or left, over all your accounts." />
      <TransactionBrowser currency={accounts.data?.[0]?.currency ?? 'EUR'} />
    </>
  )
}
