import type { SessionLimits } from '@/lib/api/session'

/** What is due now. `idle` can be answered; `limit` only says what is coming. */
export type IdleState =
  | { readonly kind: 'active' }
  | { readonly kind: 'warning'; readonly about: 'idle' | 'limit'; readonly secondsLeft: number }
  | { readonly kind: 'over'; readonly about: 'idle' | 'limit' }

const warningSeconds = 60

/** All times in milliseconds. The earlier end counts; where the bank names none, there is none. */
export function idleState(limits: SessionLimits, lastActiveAt: number, now: number): IdleState {
  const idleEnd = limits.idleSeconds === null ? Infinity : lastActiveAt + limits.idleSeconds * 1000
  const hardEnd = limits.endsAt ?? Infinity
  const about = hardEnd <= idleEnd ? 'limit' : 'idle'
  const left = Math.min(idleEnd, hardEnd) - now
  if (left <= 0) return { kind: 'over', about }
  if (left <= warningMilliseconds(limits)) return { kind: 'warning', about, secondsLeft: Math.ceil(left / 1000) }
  return { kind: 'active' }
}

/** A minute before the end, or half of a very short time. */
function warningMilliseconds({ idleSeconds }: SessionLimits): number {
  return Math.min(warningSeconds, (idleSeconds ?? Infinity) / 2) * 1000
}

/** The bank sees requests only: somebody who types for long must be heard of before it thinks them gone. */
export function isRenewalDue(limits: SessionLimits, lastActiveAt: number, now: number): boolean {
  if (limits.idleSeconds === null || lastActiveAt <= limits.renewedAt) return false
  return now - limits.renewedAt > (limits.idleSeconds * 1000) / 3
}
