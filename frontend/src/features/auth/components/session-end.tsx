import { session } from '@/lib/api/session'
import { formatInstant } from '@/lib/format'
import { waitWords } from '@/lib/wait-words'

/** When the session on this device ends by itself, as far as the bank said. */
export function SessionEnd() {
  const { idleSeconds, endsAt } = session.limits()
  if (idleSeconds === null && endsAt === null) return null
  const idle = idleSeconds !== null && `after ${waitWords(idleSeconds)} without use`
  const limit = endsAt !== null && `at the latest on ${formatInstant(new Date(endsAt).toISOString())}`
  return <p className="factor-note">On this device we sign you out {[idle, limit].filter(Boolean).join(', and ')}.</p>
}
