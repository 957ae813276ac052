import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { ConfirmDialog } from '@/components/confirm-dialog'
import type { StandingOrder } from '@/lib/api/types'
import { useCancelOrder, usePauseOrder, useResumeOrder } from '../api/orders'

/** Pause, go on, cancel: what can be done with an order that is not over. */
export function OrderActions({ order }: { order: StandingOrder }) {
  const [isAsking, setAsking] = useState(false)
  const pause = usePauseOrder(order.id)
  const resume = useResumeOrder(order.id)
  const cancel = useCancelOrder(order.id)
  if (order.status === 'completed' || order.status === 'cancelled') return null
  const change = order.status === 'active' ? pause : resume
  const stop = () => {
    setAsking(false)
  }
  return (
    <section className="panel" aria-label="What you can do">
      <p className="panel-lead">
        {order.status === 'active'
          ? 'While it is paused nothing is paid. What would have been paid meanwhile is not made up for.'
          : 'It goes on with the next date from today. What was not paid meanwhile is not made up for.'}
      </p>
      <ActionProblem error={change.error} />
      <div className="panel-actions">
        <Button
          aria-disabled={change.isPending}
          onClick={() => {
            if (!change.isPending) change.mutate(undefined)
          }}
        >
          {order.status === 'active' ? 'Pause' : 'Resume'}
        </Button>
        <Button
          variant="outline-primary"
          onClick={() => {
            setAsking(true)
          }}
        >
          Cancel this order
        </Button>
      </div>
      {isAsking && (
        <ConfirmDialog
          title="Cancel this order?"
          button="Cancel this order for good"
          busy={cancel.isPending}
          error={cancel.error}
          dismiss="Keep it"
          onConfirm={() => {
            cancel.mutate(undefined, { onSuccess: stop })
          }}
          onClose={stop}
        >
          <p>Nothing more is paid. What it has paid stays in its history.</p>
        </ConfirmDialog>
      )}
    </section>
  )
}
