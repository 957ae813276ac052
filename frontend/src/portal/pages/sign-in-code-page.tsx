import { Link, Navigate, useLocation, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { CodeForm } from '@/features/auth/components/code-form'
import { maskEmail } from '@/features/auth/mask-email'

export function Component() {
  const navigate = useNavigate()
  const state = useLocation().state as { email?: string } | null
  if (!state?.email) return <Navigate to="/login" replace />
  return (
    <AuthCard
      title="Check your e-mail"
      lead={
        <>
          We sent a code to <strong>{maskEmail(state.email)}</strong>. It proves that it is you.
        </>
      }
      footer={<Link to="/login">Use another e-mail address</Link>}
    >
      <CodeForm
        purpose="login_by_code"
        onStep={(step) => {
          if (step === 'start_again') void navigate('/login', { replace: true, state })
        }}
      />
    </AuthCard>
  )
}
