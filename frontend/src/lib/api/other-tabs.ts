import { session } from './session'

const name = 'bank.session'

/** An access token lives for minutes; a tab that stays open must not use it after the person has left. */
export function announceSignOut(): void {
  const channel = new BroadcastChannel(name)
  channel.postMessage('signed-out')
  channel.close()
}

export function followOtherTabs(): void {
  new BroadcastChannel(name).addEventListener('message', () => {
    session.end()
  })
}
