import { useMutation } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { allauth, AllauthRefusal, type NextStep } from '@/lib/api/allauth'
import { canSuggestPasskeys, type CredentialJson, presentPasskey, type RequestOptions } from '@/lib/webauthn'
import { takeStep } from './take-step'

async function present(suggestion?: AbortSignal): Promise<CredentialJson> {
  const answer = await allauth<{ request_options?: RequestOptions }>('GET', 'auth/webauthn/login')
  const options = answer.data?.request_options
  if (!options) throw new AllauthRefusal(answer)
  return presentPasskey(options, suggestion)
}

async function signInWith(credential: CredentialJson): Promise<NextStep> {
  return takeStep(await allauth('POST', 'auth/webauthn/login', { credential }))
}

/**
 * Signs in with a passkey and nothing else: by the button, or by the browser's own suggestions in the
 * e-mail field, which wait for as long as the page is open. The server knows one challenge at a time, so
 * the button ends the suggestions first.
 */
export function usePasskeySignIn(onStep: (step: NextStep) => void) {
  const suggestion = useRef<AbortController>(null)
  const follow = useEffectEvent(onStep)
  const byButton = useMutation({
    mutationFn: async () => {
      suggestion.current?.abort()
      return signInWith(await present())
    },
    onSuccess: onStep,
  })
  const suggested = useMutation({ mutationFn: signInWith })
  const { mutateAsync: take } = suggested

  useEffect(() => {
    const waiting = new AbortController()
    suggestion.current = waiting
    void canSuggestPasskeys().then(async (can) => {
      if (!can || waiting.signal.aborted) return
      // A suggestion that was not taken, or could not be made, is no news; one that the bank refused is.
      const credential = await present(waiting.signal).catch(() => null)
      const step = credential && (await take(credential).catch(() => null))
      if (step && !waiting.signal.aborted) follow(step)
    })
    return () => {
      waiting.abort()
    }
  }, [take])

  return { present: byButton.mutate, isPending: byButton.isPending, error: byButton.error ?? suggested.error }
}
