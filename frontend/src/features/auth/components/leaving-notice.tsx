import { Icon } from '@/components/icon'
import type { Leaving } from '@/lib/api/session'

const words: Readonly<Record<Exclude<Leaving, 'choice'>, string>> = {
  idle: 'We signed you out because nothing had happened for a while. Sign in to go on where you were.',
  limit: 'We signed you out because a session ends after some hours, however busy it is. Sign in to go on where you were.',
  expired: 'Your session has ended. Sign in to go on where you were.',
}

/** Says why somebody who was signed in finds the sign-in page. */
export function LeavingNotice({ reason }: { reason: Leaving | null }) {
  if (reason === null || reason === 'choice') return null
  return (
    <p className="notice notice-quiet" role="status">
      <Icon name="clock" /> {words[reason]}
    </p>
  )
}
