import { useEffect, useState } from 'react'
import { renewToken, session } from '@/lib/api/session'
import { idleClock } from '@/lib/idle-clock'
import { signOutBecause } from './api/sign-out'
import { idleState, type IdleState, isRenewalDue } from './idle'

const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
const active: IdleState = { kind: 'active' }

function stateNow(): IdleState {
  return session.status() === 'in' ? idleState(session.limits(), idleClock.lastActiveAt(), Date.now()) : active
}

/** Watches whether somebody is there, in this tab or another, and ends the session when its time is over. */
export function useIdle() {
  const [state, setState] = useState<IdleState>(active)

  useEffect(() => {
    const tick = () => {
      const now = stateNow()
      setState(now)
      if (now.kind === 'over') signOutBecause(now.about)
      else if (now.kind === 'active' && isRenewalDue(session.limits(), idleClock.lastActiveAt(), Date.now())) {
        renewToken().catch(() => undefined)
      }
    }
    // While the warning is up, only an answer counts: a bump of the table is nobody.
    const note = () => {
      if (stateNow().kind === 'active') idleClock.note(Date.now())
    }
    idleClock.note(Date.now())
    const timer = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    for (const sign of signs) document.addEventListener(sign, note, { passive: true })
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', tick)
      for (const sign of signs) document.removeEventListener(sign, note)
    }
  }, [])

  function stay() {
    idleClock.note(Date.now())
    setState(active)
    renewToken().catch(() => undefined)
  }
  return { state, stay }
}
