import { useState } from 'react'
import { Link, useNavigate, useParams } from 'react-router'
import { useChangeWebhook, useWebhook } from '@/features/webhooks/api/webhooks'
import { DeliveryList } from '@/features/webhooks/components/delivery-list'
import { SecretNotice } from '@/features/webhooks/components/secret-notice'
import { WebhookActions } from '@/features/webhooks/components/webhook-actions'
import { WebhookForm } from '@/features/webhooks/components/webhook-form'
import { stateWords } from '@/features/webhooks/webhook-words'
import { PageTitle } from '@/components/page-title'
import { ErrorState, Skeleton } from '@/components/states'
import { ApiProblem } from '@/lib/api/problem'
import type { NewWebhook, Webhook } from '@/lib/api/types'
import { NotFound } from '../not-found'
import { Notice } from '../notice'

export function Component() {
  const { id = '' } = useParams()
  const { data: webhook, error, isPending, refetch } = useWebhook(id)
  if (isPending) return <Skeleton rows={5} label="Loading webhook" />
  if (!webhook) {
    if (error instanceof ApiProblem && error.status === 404) return <NotFound what="webhook" />
    return <ErrorState title="This webhook is not available" error={error} onRetry={() => void refetch()} />
  }
  return <Found webhook={webhook} />
}

function Found({ webhook }: { webhook: Webhook }) {
  const navigate = useNavigate()
  const change = useChangeWebhook(webhook.id)
  const [notice, setNotice] = useState('')
  const [rotated, setRotated] = useState<NewWebhook | null>(null)
  return (
    <div className="narrow">
      <Link to="/settings/webhooks" className="back-link">
        All webhooks
      </Link>
      <PageTitle title={webhook.description || 'Webhook'} lead={webhook.url} />
      <Notice text={notice} />
      {rotated && <SecretNotice secret={rotated.secret} keyId={rotated.key_id} />}
      <section className="panel" aria-label="State">
        <p className="order-state" role="status">
          <span className={webhook.status === 'active' ? 'tag' : 'tag tag-warn'}>{stateWords(webhook)}</span>
        </p>
        <WebhookActions webhook={webhook} onSecret={setRotated} onDeleted={() => void navigate('/settings/webhooks', { replace: true })} />
      </section>
      <section className="panel" aria-labelledby="deliveries-title">
        <h2 id="deliveries-title">What was posted</h2>
        <DeliveryList webhookId={webhook.id} />
      </section>
      <section className="panel" aria-labelledby="change-webhook-title">
        <h2 id="change-webhook-title">Change it</h2>
        <WebhookForm
          webhook={webhook}
          button="Save"
          busy={change.isPending}
          onReady={(request, refused) => {
            change.mutate(request, {
              onSuccess: () => {
                setNotice('Saved.')
              },
              onError: refused,
            })
          }}
        />
      </section>
    </div>
  )
}
