import { useState } from 'react'
import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { ConfirmDialog } from '@/components/confirm-dialog'
import type { NewWebhook, Webhook } from '@/lib/api/types'
import { useChangeWebhook, useDeleteWebhook, useRotateSecret } from '../api/webhooks'

interface WebhookActionsProps {
  webhook: Webhook
  onSecret: (rotated: NewWebhook) => void
  onDeleted: () => void
}

/** Disable or enable it, give it a new secret, delete it. */
export function WebhookActions({ webhook, onSecret, onDeleted }: WebhookActionsProps) {
  const [asking, setAsking] = useState<'rotate' | 'delete' | null>(null)
  const change = useChangeWebhook(webhook.id)
  const rotate = useRotateSecret(webhook.id)
  const remove = useDeleteWebhook(webhook.id)
  const isActive = webhook.status === 'active'
  const stop = () => {
    setAsking(null)
  }
  return (
    <>
      <ActionProblem error={change.error} />
      <div className="panel-actions">
        <Button
          aria-disabled={change.isPending}
          onClick={() => {
            if (!change.isPending) change.mutate({ status: isActive ? 'disabled' : 'active' })
          }}
        >
          {isActive ? 'Disable' : 'Enable'}
        </Button>
        <Button variant="outline-primary" onClick={() => { setAsking('rotate') }}>
          New secret
        </Button>
        <Button variant="outline-primary" onClick={() => { setAsking('delete') }}>
          Delete
        </Button>
      </div>
      {asking === 'rotate' && (
        <ConfirmDialog
          title="Give it a new secret?"
          button="Make a new secret"
          busy={rotate.isPending}
          error={rotate.error}
          onConfirm={() => {
            rotate.mutate(undefined, {
              onSuccess: (rotated) => {
                stop()
                onSecret(rotated)
              },
            })
          }}
          onClose={stop}
        >
          <p>The next message is signed with it. Your program refuses messages until it knows the new one.</p>
        </ConfirmDialog>
      )}
      {asking === 'delete' && (
        <ConfirmDialog
          title="Delete this webhook?"
          button="Delete it for good"
          dismiss="Keep it"
          busy={remove.isPending}
          error={remove.error}
          onConfirm={() => {
            remove.mutate(undefined, { onSuccess: onDeleted })
          }}
          onClose={stop}
        >
          <p>Your program is told nothing more, and its secret is forgotten.</p>
        </ConfirmDialog>
      )}
    </>
  )
}
