import { Link, Navigate, useLocation, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { ResetPasswordForm } from '@/features/auth/components/reset-password-form'
import { maskEmail } from '@/features/auth/mask-email'
import type { SignInState } from '../use-follow-step'

export function Component() {
  const navigate = useNavigate()
  const email = (useLocation().state as SignInState | null)?.email
  if (!email) return <Navigate to="/forgot" replace />
  return (
    <AuthCard
      title="Set a new password"
      lead={
        <>
          If we know <strong>{maskEmail(email)}</strong>, a code is on its way there.
        </>
      }
      footer={<Link to="/forgot">Use another e-mail address</Link>}
    >
      <ResetPasswordForm
        email={email}
        onDone={() => {
          void navigate('/login', {
            replace: true,
            state: { notice: 'Your password is changed, and every device was signed out. Sign in with the new one.' },
          })
        }}
      />
    </AuthCard>
  )
}
