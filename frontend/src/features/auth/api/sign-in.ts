import { useMutation } from '@tanstack/react-query'
import { allauth, type NextStep } from '@/lib/api/allauth'
import { takeStep } from './take-step'

export interface Credentials {
  email: string
  password: string
}

async function signIn(credentials: Credentials): Promise<NextStep> {
  const answer = await allauth('POST', 'auth/login', credentials)
  // 409: this browser is already signed in, perhaps from another tab.
  return takeStep(answer.status === 409 ? { status: 200 } : answer)
}

export function useSignIn() {
  return useMutation({ mutationFn: signIn })
}
