import { Link, useLocation, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { SignUpForm } from '@/features/auth/components/sign-up-form'

export function Component() {
  const navigate = useNavigate()
  const state = useLocation().state as { given?: { email: string; phone: string; date_of_birth: string } } | null
  return (
    <AuthCard
      title="Join BankingSystem"
      lead="It takes about two minutes. You need your phone and your e-mail."
      footer={
        <>
          Already with us? <Link to="/login">Go to sign in</Link>
        </>
      }
    >
      <SignUpForm
        {...(state?.given && { given: state.given })}
        onStep={(step, given) => {
          if (step.to === 'verify_email') void navigate('/join/verify', { state: { email: given.email, given } })
          else void navigate('/login')
        }}
      />
    </AuthCard>
  )
}
