import { useState } from 'react'
import { Link, Navigate, useLocation } from 'react-router'
import { AuthCard } from '@/features/auth/components/auth-card'
import { SecondFactor } from '@/features/auth/components/second-factor'
import { factorOrder, factorWords } from '@/features/auth/factor-words'
import { hasPasskeys } from '@/lib/webauthn'
import { type SignInState, useFollowStep } from '../use-follow-step'

export function Component() {
  const follow = useFollowStep()
  const state = useLocation().state as SignInState | null
  const types = factorOrder.filter((type) => state?.types?.includes(type) && (type !== 'webauthn' || hasPasskeys()))
  const [preferred, setPreferred] = useState(types[0])
  const chosen = preferred ?? types[0]
  if (!state || !chosen) return <Navigate to="/login" replace />
  const { title, lead } = factorWords[chosen]
  return (
    <AuthCard key={chosen} title={title} lead={lead} footer={<Link to="/login">Start again</Link>}>
      <SecondFactor
        types={types}
        chosen={chosen}
        onChoose={setPreferred}
        onStep={(step) => {
          follow(step, state, { replace: true })
        }}
      />
    </AuthCard>
  )
}
