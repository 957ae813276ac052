import { Link, useLocation, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { CodeForm } from '@/features/auth/components/code-form'
import { maskEmail } from '@/features/auth/mask-email'

export function Component() {
  const navigate = useNavigate()
  const email = (useLocation().state as { email?: string } | null)?.email
  return (
    <AuthCard
      title="Verify your e-mail"
      lead={
        <>
          We sent a code to <strong>{email ? maskEmail(email) : 'your e-mail address'}</strong>.
        </>
      }
      footer={<Link to="/login">Go to sign in</Link>}
    >
      <CodeForm
        purpose="verify_email"
        onStep={(step) => {
          if (step === 'login_by_code') void navigate('/login/code', { replace: true, state: { email } })
          if (step === 'start_again') {
            void navigate('/login', { replace: true, state: { notice: 'Your e-mail is verified. Sign in to go on.' } })
          }
        }}
      />
    </AuthCard>
  )
}
