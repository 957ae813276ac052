import { useMutation } from '@tanstack/react-query'
import { announceSignOut } from '@/lib/api/other-tabs'
import { session } from '@/lib/api/session'
import { forgetEverything } from '@/lib/session-store'
import { allauth, AllauthRefusal } from './allauth'

/** allauth answers 401 to a sign-out that worked: the person is no longer authenticated. */
async function signOut(): Promise<void> {
  const answer = await allauth('DELETE', 'auth/session')
  if (answer.status >= 400 && answer.status !== 401) throw new AllauthRefusal(answer)
}

export function useSignOut() {
  return useMutation({
    mutationFn: signOut,
    onSuccess: () => {
      session.end()
      forgetEverything()
      announceSignOut()
    },
  })
}
