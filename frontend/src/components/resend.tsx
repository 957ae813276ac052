import Button from 'react-bootstrap/Button'
import { allauthErrors } from '@/lib/api/allauth-errors'
import { useCountdown } from '@/lib/use-countdown'

const waitSeconds = 30

interface ResendProps {
  isPending: boolean
  isSent: boolean
  error: unknown
  onResend: (afterwards: () => void) => void
}

/** Asks for another code, not before the first had time to arrive. */
export function Resend({ isPending, isSent, error, onResend }: ResendProps) {
  const [left, restart] = useCountdown(waitSeconds)
  return (
    <div className="resend">
      <Button
        variant="link"
        aria-disabled={left > 0 || isPending}
        onClick={() => {
          if (left === 0 && !isPending) onResend(restart)
        }}
      >
        Send a new code
      </Button>
      {left > 0 && <span className="text-body-secondary">possible in {left} s</span>}
      <p role="status" className={error ? 'resend-failed' : undefined}>
        {announcement(isSent, error)}
      </p>
    </div>
  )
}

function announcement(isSent: boolean, error: unknown): string {
  if (error) return Object.values(allauthErrors(error)).join(' ')
  return isSent ? 'We sent a new code. Only the newest one works.' : ''
}
