import { useRef, useState } from 'react'
import { closeIntent, findIntent, markSent, openIntent } from './intents'
import { type Failure, failureOf } from './outcome'

export type Sending = { readonly kind: 'ready' } | { readonly kind: 'sending' } | Failure

/**
 * Carries out one intent. The key opens with the component that asks for it, the lock stops a second
 * click before React renders, and the stored intent lets a refreshed page know that it had already sent.
 */
export function useIntent<Answer>(
  name: string,
  request: unknown,
  attempt: (key: string) => Promise<Answer>,
  onDone: (answer: Answer) => void,
) {
  const [state, setState] = useState<Sending>(() => {
    const { sent } = openIntent(name, request)
    return { kind: sent ? 'unknown' : 'ready' }
  })
  const inFlight = useRef(false)

  async function send(): Promise<void> {
    if (inFlight.current) return
    inFlight.current = true
    const intent = openIntent(name, request)
    markSent(name, intent)
    setState({ kind: 'sending' })
    try {
      const answer = await attempt(intent.key)
      closeIntent(name)
      onDone(answer)
    } catch (error) {
      const failure = failureOf(error)
      if (failure.kind === 'declined') closeIntent(name)
      // "Busy" and "signed out" mean that nothing happened, but a yet earlier attempt may have.
      else if (failure.kind !== 'unknown' && !intent.sent) markSent(name, intent, false)
      setState(intent.sent && failure.kind !== 'declined' ? { kind: 'unknown' } : failure)
    } finally {
      inFlight.current = false
    }
  }

  return { state, send }
}

/** True while an earlier attempt still has no known outcome. */
export function isUnsettled(name: string): boolean {
  return findIntent(name)?.sent === true
}
