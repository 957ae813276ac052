import { useMutation } from '@tanstack/react-query'
import { mintToken } from '@/lib/api/session'
import { allauth, type NextStep, nextStep } from './allauth'

export interface Credentials {
  email: string
  password: string
}

async function signIn(credentials: Credentials): Promise<NextStep> {
  const answer = await allauth('POST', 'auth/login', credentials)
  // 409: this browser is already signed in, perhaps from another tab.
  const step = answer.status === 409 ? 'signed_in' : nextStep(answer)
  if (step === 'signed_in') await mintToken()
  return step
}

export function useSignIn() {
  return useMutation({ mutationFn: signIn })
}
