import { useNavigate } from 'react-router'
import { useMe } from '@/features/auth/api/get-me'
import { ChangePasswordForm } from '@/features/security/components/change-password-form'
import { SettingsPage } from '../settings-page'

export function Component() {
  const navigate = useNavigate()
  const email = useMe().data?.email ?? ''
  return (
    <SettingsPage title="Change your password" lead="Every other device is signed out, and we tell you by e-mail.">
      <ChangePasswordForm
        email={email}
        onChanged={() => {
          const notice = 'Your password is changed. Every other device was signed out.'
          void navigate('/settings/security', { replace: true, state: { notice } })
        }}
      />
    </SettingsPage>
  )
}
