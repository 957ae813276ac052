import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { Dialog } from '@/components/dialog'
import { clockWords, waitWords } from '@/lib/wait-words'
import { useSignOut } from '../api/sign-out'
import { useIdle } from '../use-idle'

/** Warns before a session ends by itself, and lets the person go on where they can. */
export function IdleGuard() {
  const { state, stay } = useIdle()
  const signOut = useSignOut()
  const [hasSeenLimit, setSeenLimit] = useState(false)
  if (state.kind !== 'warning') return null
  const { about, secondsLeft } = state
  const leave = (
    <Button variant="outline-primary" aria-disabled={signOut.isPending} onClick={() => { if (!signOut.isPending) signOut.mutate() }}>
      Sign out now
    </Button>
  )
  const countdown = (
    <>
      <p className="countdown" role="timer" aria-live="off">
        {clockWords(secondsLeft)}
      </p>
      <p className="visually-hidden" role="status">
        {announced(secondsLeft)}
      </p>
    </>
  )
  if (about === 'idle') {
    return (
      <Dialog title="Are you still there?" onClose={stay} isAlert>
        <p>You have not done anything for a while, so we are about to sign you out. What you typed is kept.</p>
        {countdown}
        <Button size="lg" onClick={stay}>
          Stay signed in
        </Button>
        {leave}
      </Dialog>
    )
  }
  if (hasSeenLimit) return null
  const close = () => {
    setSeenLimit(true)
  }
  return (
    <Dialog title="Your session is about to end" onClose={close} isAlert>
      <p>However busy you are, we ask you to sign in again after some hours. What you typed is kept.</p>
      {countdown}
      <Button size="lg" onClick={close}>
        Go on until then
      </Button>
      {leave}
    </Dialog>
  )
}

/** Every second would be noise: what is read out changes at the start, at 30 and at 10 seconds. */
function announced(secondsLeft: number): string {
  const step = [10, 30].find((each) => secondsLeft <= each)
  return `Less than ${waitWords(step ?? 60)} left.`
}
