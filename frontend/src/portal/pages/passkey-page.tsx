import { useNavigate } from 'react-router'
import { AddPasskeyForm } from '@/features/security/components/add-passkey-form'
import { hasPasskeys } from '@/lib/webauthn'
import { SettingsPage } from '../settings-page'

export function Component() {
  const navigate = useNavigate()
  return (
    <SettingsPage title="Add a passkey" lead="It never leaves your device or your password manager, and nobody can phish it.">
      {hasPasskeys() ? (
        <AddPasskeyForm
          onAdded={() => {
            const notice = 'The passkey is added. Keep recovery codes for the day when it is out of reach.'
            void navigate('/settings/security/recovery-codes', { replace: true, state: { notice } })
          }}
        />
      ) : (
        <p>This browser does not know passkeys, or this address is not secure. An authenticator app works everywhere.</p>
      )}
    </SettingsPage>
  )
}
