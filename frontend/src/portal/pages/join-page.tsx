import { Link, useNavigate } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { SignUpForm } from '@/features/auth/components/sign-up-form'

export function Component() {
  const navigate = useNavigate()
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
        onStep={(step, email) => {
          if (step === 'verify_email') void navigate('/join/verify', { state: { email } })
          else void navigate('/login')
        }}
      />
    </AuthCard>
  )
}
