import { useMutation } from '@tanstack/react-query'
import { allauth, type NextStep } from '@/lib/api/allauth'
import { takeStep } from './take-step'

export type CodePurpose = 'verify_email' | 'login_by_code'

async function confirm(purpose: CodePurpose, code: string): Promise<NextStep> {
  return takeStep(
    purpose === 'verify_email'
      ? await allauth('POST', 'auth/email/verify', { key: code })
      : await allauth('POST', 'auth/code/confirm', { code }),
  )
}

export function useConfirmCode(purpose: CodePurpose) {
  return useMutation({ mutationFn: (code: string) => confirm(purpose, code) })
}
