import type { ReactNode } from 'react'
import Button from 'react-bootstrap/Button'
import Spinner from 'react-bootstrap/Spinner'

interface SubmitButtonProps {
  busy: boolean
  children: ReactNode
  onClick?: () => void
}

/** Keeps its words while busy, and stays focusable so that a keyboard does not lose its place. */
export function SubmitButton({ busy, children, onClick }: SubmitButtonProps) {
  return (
    <Button type={onClick ? 'button' : 'submit'} size="lg" className="submit" aria-disabled={busy} onClick={onClick}>
      {children}
      {busy && <Spinner size="sm" animation="border" aria-hidden="true" />}
    </Button>
  )
}
