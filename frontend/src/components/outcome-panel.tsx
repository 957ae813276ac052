import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Failure } from '@/lib/outcome'
import { Icon } from './icon'

interface OutcomePanelProps {
  failure: Failure
  /** "Not sent", "Not opened": the fact first. */
  notDone: string
  /** Why the bank said no, in words. */
  reason: string
}

/** The truth about an attempt, and the only sensible thing to do next. */
export function OutcomePanel({ failure, notDone, reason }: OutcomePanelProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
  }, [failure])
  return (
    <div ref={box} className={`outcome outcome-${failure.kind}`} role="alert" tabIndex={-1}>
      <Icon name={failure.kind === 'unknown' ? 'clock' : 'alert'} size={24} />
      <div>{words(failure, notDone, reason)}</div>
    </div>
  )
}

function words(failure: Failure, notDone: string, reason: string) {
  switch (failure.kind) {
    case 'declined':
      return (
        <>
          <h2>{notDone}</h2>
          <p>{reason}</p>
          {failure.problem.requestId && (
            <p className="outcome-small">Request {failure.problem.requestId}</p>
          )}
        </>
      )
    case 'busy':
      return (
        <>
          <h2>{notDone} yet</h2>
          <p>The bank is busy and nothing has happened to your money. Wait a moment, then try again.</p>
        </>
      )
    case 'signed_out':
      return (
        <>
          <h2>{notDone} yet</h2>
          <p>
            You were signed out. <Link to="/login">Sign in</Link> and come back to this page; your answers are kept.
          </p>
        </>
      )
    case 'unknown':
      return (
        <>
          <h2>We are checking whether it went through</h2>
          <p>
            The bank did not answer. <strong>Do not send it again</strong> from another page or device. The button
            below asks the bank about this same request, so nothing happens twice.
          </p>
        </>
      )
  }
}
