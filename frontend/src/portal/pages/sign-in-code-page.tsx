import { Link, Navigate, useLocation } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { CodeForm } from '@/features/auth/components/code-form'
import { maskEmail } from '@/features/auth/mask-email'
import { type SignInState, useFollowStep } from '../use-follow-step'

export function Component() {
  const follow = useFollowStep()
  const state = useLocation().state as SignInState | null
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
          follow(step, state, { replace: true })
        }}
      />
    </AuthCard>
  )
}
