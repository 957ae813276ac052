import { useEffect, useState } from 'react'
import Button from 'react-bootstrap/Button'
import { authErrors } from '../api/auth-errors'
import type { CodePurpose } from '../api/confirm-code'
import { useResendCode } from '../api/resend-code'

const waitSeconds = 30

export function ResendCode({ purpose }: { purpose: CodePurpose }) {
  const [left, setLeft] = useState(waitSeconds)
  const resend = useResendCode(purpose)

  useEffect(() => {
    if (left === 0) return
    const timer = setTimeout(() => {
      setLeft(left - 1)
    }, 1000)
    return () => {
      clearTimeout(timer)
    }
  }, [left])

  function sendAgain() {
    if (left > 0 || resend.isPending) return
    resend.mutate(undefined, {
      onSettled: () => {
        setLeft(waitSeconds)
      },
    })
  }

  return (
    <div className="resend">
      <Button variant="link" aria-disabled={left > 0 || resend.isPending} onClick={sendAgain}>
        Send a new code
      </Button>
      {left > 0 && <span className="text-body-secondary">possible in {left} s</span>}
      <p role="status">{announcement(resend.isSuccess, resend.error)}</p>
    </div>
  )
}

function announcement(isSent: boolean, error: unknown): string {
  if (error) return Object.values(authErrors(error)).join(' ')
  return isSent ? 'We sent a new code. Only the newest one works.' : ''
}
