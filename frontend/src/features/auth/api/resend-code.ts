import { useMutation } from '@tanstack/react-query'
import { allauth, AllauthRefusal } from './allauth'
import type { CodePurpose } from './confirm-code'

const paths: Record<CodePurpose, string> = {
  verify_email: 'auth/email/verify/resend',
  login_by_code: 'auth/code/resend',
}

export function useResendCode(purpose: CodePurpose) {
  return useMutation({
    mutationFn: async () => {
      const answer = await allauth('POST', paths[purpose])
      if (answer.status >= 400 && answer.status !== 401) throw new AllauthRefusal(answer)
    },
  })
}
