import { type Leaving, session } from './session'

const name = 'bank.session'
const reasons: readonly unknown[] = ['choice', 'idle', 'limit', 'expired'] satisfies Leaving[]

/** An access token lives for minutes; a tab that stays open must not use it after the person has left. */
export function announceSignOut(reason: Leaving): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage(reason)
  channel.close()
}

export function followOtherTabs(): void {
  new BroadcastChannel(name).addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (session.status() !== 'in') return
    session.end(reasons.includes(data) ? (data as Leaving) : 'choice')
  })
}
