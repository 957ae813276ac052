import { useMutation } from '@tanstack/react-query'
import { allauth, AllauthRefusal } from '@/lib/api/allauth'
import { announceSignOut } from '@/lib/api/other-tabs'
import { session } from '@/lib/api/session'
import { forgetEverything } from '@/lib/session-store'

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
      announceSignOut('choice')
    },
  })
}

/** Time ran out: the page closes at once, whatever the network says. Drafts stay for whoever wrote them. */
export function signOutBecause(reason: 'idle' | 'limit'): void {
  session.end(reason)
  announceSignOut(reason)
  // The bank ends the session by its own clock when it cannot be told.
  void signOut().catch(() => undefined)
}
