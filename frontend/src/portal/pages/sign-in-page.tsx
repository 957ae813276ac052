import { Link, useLocation, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { SignInForm } from '@/features/auth/components/sign-in-form'

export function Component() {
  const navigate = useNavigate()
  const state = useLocation().state as { from?: string; notice?: string } | null
  return (
    <AuthCard
      title="Sign in"
      lead={state?.notice ?? 'Welcome back.'}
      footer={
        <>
          New here? <Link to="/join">Open a BankingSystem account</Link>
        </>
      }
    >
      <SignInForm
        onStep={(step, email) => {
          if (step === 'login_by_code') void navigate('/login/code', { state: { ...state, email } })
          if (step === 'verify_email') void navigate('/join/verify', { state: { email } })
        }}
      />
    </AuthCard>
  )
}
