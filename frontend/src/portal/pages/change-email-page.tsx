import { useNavigate } from 'react-router'
import { useEmails } from '@/features/security/api/email'
import { ChangeEmailForm } from '@/features/security/components/change-email-form'
import { ProveEmailForm } from '@/features/security/components/prove-email-form'
import { ErrorState, Skeleton } from '@/components/states'
import { SettingsPage } from '../settings-page'

export function Component() {
  const navigate = useNavigate()
  const emails = useEmails()
  const waiting = emails.data?.find(({ verified }) => !verified)
  return (
    <SettingsPage
      title="Change your e-mail"
      lead="You sign in with the new address once you have proven that it is yours. We tell the old one."
    >
      {emails.isPending && <Skeleton rows={2} label="Loading your address" />}
      {!emails.isPending && !emails.data && (
        <ErrorState title="Your address is not available" error={emails.error} onRetry={() => void emails.refetch()} />
      )}
      {emails.data && !waiting && <ChangeEmailForm />}
      {waiting && (
        <ProveEmailForm
          email={waiting.email}
          onProven={() => {
            const notice = `You now sign in with ${waiting.email}.`
            void navigate('/settings/security', { replace: true, state: { notice } })
          }}
        />
      )}
    </SettingsPage>
  )
}
