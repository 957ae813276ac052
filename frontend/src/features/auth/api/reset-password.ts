import { useMutation } from '@tanstack/react-query'
import { allauth, AllauthRefusal } from '@/lib/api/allauth'

/** The same answer for an address that the bank knows and one that it does not. */
export function useRequestPasswordReset() {
  return useMutation({
    mutationFn: async (email: string) => {
      const answer = await allauth('POST', 'auth/password/request', { email })
      if (answer.status >= 400 && answer.status !== 401) throw new AllauthRefusal(answer)
    },
  })
}

/** 401 says that it worked and nobody is signed in: the new password comes next. */
export function useResetPassword() {
  return useMutation({
    mutationFn: async ({ code, password }: { code: string; password: string }) => {
      const answer = await allauth('POST', 'auth/password/reset', { key: code, password })
      if (answer.status >= 400 && answer.status !== 401) throw new AllauthRefusal(answer)
    },
  })
}
