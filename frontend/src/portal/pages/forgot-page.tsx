import { Link, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { ForgotPasswordForm } from '@/features/auth/components/forgot-password-form'

export function Component() {
  const navigate = useNavigate()
  return (
    <AuthCard
      title="Forgot your password"
      lead="Tell us your e-mail address, and we send a code with which you set a new one."
      footer={<Link to="/login">Go to sign in</Link>}
    >
      <ForgotPasswordForm
        onSent={(email) => {
          void navigate('/forgot/code', { state: { email } })
        }}
      />
    </AuthCard>
  )
}
