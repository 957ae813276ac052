import { useState } from 'react'
import { Navigate, useNavigate } from 'react-router'
import { useAccounts } from '@/features/accounts/api/list-accounts'
import { CheckAnswers } from '@/features/transactions/components/check-answers'
import { forgetDraft, readDraft } from '@/features/transactions/draft'
import { kindWords } from '@/features/transactions/kinds'
import { PageTitle } from '@/components/page-title'
import { Skeleton } from '@/components/states'
import { useKind } from '../use-kind'

export function Component() {
  const kind = useKind()
  const navigate = useNavigate()
  const accounts = useAccounts()
  // Read once: the draft is gone when the payment is done, while this page still leads on.
  const [draft] = useState(() => readDraft(kind))
  const { path } = kindWords[kind]
  if (!draft) return <Navigate to={path} replace />
  return (
    <div className="narrow">
      <PageTitle title="Check your answers" />
      {accounts.isPending ? (
        <Skeleton rows={4} label="Loading accounts" />
      ) : (
        <section className="panel" aria-label="Your answers">
          <CheckAnswers
            kind={kind}
            draft={draft}
            accounts={accounts.data ?? []}
            onPosted={({ id }) => {
              forgetDraft(kind)
              void navigate(`${path}/done/${id}`, { replace: true })
            }}
          />
        </section>
      )}
    </div>
  )
}
