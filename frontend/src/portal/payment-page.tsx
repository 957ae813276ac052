import type { ReactNode } from 'react'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { UnsettledNotice } from '@/features/transactions/components/unsettled-notice'
import { type PaymentKind, kindWords } from '@/features/transactions/kinds'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { isClosed } from '@/lib/account-name'
import type { Account } from '@/lib/api/types'
import { FirstAccount } from './first-account'

interface PaymentPageProps {
  kind: PaymentKind
  children: (accounts: Account[]) => ReactNode
}

/** The first step of a payment: what it is, and a form once the accounts are known. */
export function PaymentPage({ kind, children }: PaymentPageProps) {
  const accounts = useAccounts()
  const usable = accounts.data?.filter((account) => !isClosed(account)) ?? []
  const { title, lead } = kindWords[kind]
  return (
    <div className="narrow">
      <PageTitle title={title} lead={lead} />
      <UnsettledNotice kind={kind} />
      {accounts.isPending && <Skeleton rows={4} label="Loading accounts" />}
      {!accounts.isPending && !accounts.data && (
        <ErrorState title="Your accounts are not available" error={accounts.error} onRetry={() => void accounts.refetch()} />
      )}
      {accounts.data && usable.length === 0 && <FirstAccount hadAnother={accounts.data.length > 0} />}
      {usable.length > 0 && (
        <section className="panel" aria-label={title}>
          {children(usable)}
        </section>
      )}
    </div>
  )
}
