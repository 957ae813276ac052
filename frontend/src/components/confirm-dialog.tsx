import type { ReactNode } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from './action-problem'
import { Dialog } from './dialog'
import { SubmitButton } from './submit-button'

interface ConfirmDialogProps {
  title: string
  children: ReactNode
  /** The verb, such as "Remove". */
  button: string
  /** How to leave all as it is; "Cancel" unless that could be misread. */
  dismiss?: string
  busy: boolean
  error: unknown
  onConfirm: () => void
  onClose: () => void
}

/** Before something that is not easily undone. */
export function ConfirmDialog({ title, children, button, dismiss = 'Cancel', busy, error, onConfirm, onClose }: ConfirmDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <ActionProblem error={error} />
      <SubmitButton
        busy={busy}
        onClick={() => {
          if (!busy) onConfirm()
        }}
      >
        {button}
      </SubmitButton>
      <Button variant="outline-primary" onClick={onClose}>
        {dismiss}
      </Button>
    </Dialog>
  )
}
