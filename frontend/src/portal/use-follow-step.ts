import { useNavigate } from 'react-router'
import type { NextStep } from '@/lib/api/allauth'

/** What the pages of a sign-in hand to each other, and where it began. */
export interface SignInState {
  readonly from?: string
  readonly email?: string
  readonly notice?: string
  readonly types?: readonly string[]
}

/** Goes where allauth leads next. Whoever is signed in is led on by the guard. */
export function useFollowStep() {
  const navigate = useNavigate()
  return (step: NextStep, state: SignInState, { replace = false } = {}) => {
    if (step.to === 'verify_email') void navigate('/join/verify', { replace, state })
    if (step.to === 'login_by_code') void navigate('/login/code', { replace, state })
    if (step.to === 'second_factor') void navigate('/login/factor', { replace, state: { ...state, types: step.types } })
    if (step.to === 'start_again') void navigate('/login', { replace: true, state })
  }
}
