import { Link, useLocation } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { CodeForm } from '@/features/auth/components/code-form'
import { maskEmail } from '@/features/auth/mask-email'
import { type SignInState, useFollowStep } from '../use-follow-step'

export function Component() {
  const follow = useFollowStep()
  // From the sign-up form it holds what was typed, for a way back to correct it; never the password.
  const state = useLocation().state as (SignInState & { given?: object }) | null
  const email = state?.email
  return (
    <AuthCard
      title="Verify your e-mail"
      lead={
        <>
          We sent a code to <strong>{email ? maskEmail(email) : 'your e-mail address'}</strong>.
        </>
      }
      footer={
        <>
          {state?.given && (
            <>
              Not your address? <Link to="/join" state={{ given: state.given }}>Go back and correct it</Link>.{' '}
            </>
          )}
          <Link to="/login">Go to sign in</Link>
        </>
      }
    >
      <CodeForm
        purpose="verify_email"
        onStep={(step) => {
          follow(step, { ...(email && { email }), notice: 'Your e-mail is verified. Sign in to go on.' }, { replace: true })
        }}
      />
    </AuthCard>
  )
}
