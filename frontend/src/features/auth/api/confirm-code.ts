import { useMutation } from '@tanstack/react-query'
import { mintToken } from '@/lib/api/session'
import { allauth, type NextStep, nextStep } from './allauth'

export type CodePurpose = 'verify_email' | 'login_by_code'

async function confirm(purpose: CodePurpose, code: string): Promise<NextStep> {
  const answer =
    purpose === 'verify_email'
      ? await allauth('POST', 'auth/email/verify', { key: code })
      : await allauth('POST', 'auth/code/confirm', { code })
  const step = nextStep(answer)
  if (step === 'signed_in') await mintToken()
  return step
}

export function useConfirmCode(purpose: CodePurpose) {
  return useMutation({ mutationFn: (code: string) => confirm(purpose, code) })
}
