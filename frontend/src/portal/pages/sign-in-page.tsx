import { Link, useLocation, useSearchParams } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { LeavingNotice } from '@/features/auth/components/leaving-notice'
import { SignInForm } from '@/features/auth/components/sign-in-form'
import { session } from '@/lib/api/session'
import { nextPlace } from '@/lib/next-place'
import { type SignInState, useFollowStep } from '../use-follow-step'

export function Component() {
  const follow = useFollowStep()
  const state = useLocation().state as SignInState | null
  const [params] = useSearchParams()
  const from = nextPlace(params.get('next')) ?? state?.from
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
      <LeavingNotice reason={session.whyOut()} />
      <SignInForm
        onStep={(step, email) => {
          follow(step, { ...(from && { from }), email })
        }}
      />
      <p className="auth-aside">
        <Link to="/forgot">Forgot your password?</Link>
      </p>
    </AuthCard>
  )
}
