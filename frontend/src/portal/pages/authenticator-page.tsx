import { Link, useNavigate } from 'react-router'
import { useNewAuthenticator } from '@/features/security/api/authenticator-app'
import { AuthenticatorSetUp } from '@/features/security/components/authenticator-set-up'
import { ErrorState, Skeleton } from '@/components/states'
import { SettingsPage } from '../settings-page'

export function Component() {
  const navigate = useNavigate()
  const made = useNewAuthenticator()
  return (
    <SettingsPage title="Set up an authenticator app" lead="From then on its code signs you in, and we mail none.">
      {made.isPending && <Skeleton rows={4} label="Making a secret" />}
      {made.isError && <ErrorState title="It cannot be set up now" error={made.error} onRetry={() => void made.refetch()} />}
      {made.data === null && (
        <p>
          An app is set up already. <Link to="/settings/security">Remove it first</Link> to set up another.
        </p>
      )}
      {made.data && (
        <AuthenticatorSetUp
          made={made.data}
          onAdded={() => {
            const notice = 'The authenticator app is on. Keep recovery codes for the day when it is out of reach.'
            void navigate('/settings/security/recovery-codes', { replace: true, state: { notice } })
          }}
        />
      )}
    </SettingsPage>
  )
}
