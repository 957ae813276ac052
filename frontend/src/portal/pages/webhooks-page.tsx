import { useState } from 'react'
import { Link } from 'react-router'
import { useCreateWebhook } from '@/features/webhooks/api/webhooks'
import { SecretNotice } from '@/features/webhooks/components/secret-notice'
import { WebhookForm } from '@/features/webhooks/components/webhook-form'
import { WebhookList } from '@/features/webhooks/components/webhook-list'
import { PageTitle } from '@/components/page-title'
import type { NewWebhook } from '@/lib/api/types'
import { toProfile } from '../places'

export function Component() {
  const create = useCreateWebhook()
  // In memory only: it is shown this once.
  const [created, setCreated] = useState<NewWebhook | null>(null)
  return (
    <div className="narrow">
      <Link to={toProfile.to} className="back-link">
        {toProfile.label}
      </Link>
      <PageTitle title="Webhooks" lead="Let programs of yours know what happens on your accounts." />
      {created && <SecretNotice secret={created.secret} keyId={created.key_id} />}
      <section className="panel" aria-labelledby="webhooks-title">
        <h2 id="webhooks-title">Told now</h2>
        <WebhookList />
      </section>
      <section className="panel" aria-labelledby="new-webhook-title">
        <h2 id="new-webhook-title">Add one</h2>
        <WebhookForm
          key={created?.id ?? 'new'}
          button="Add the webhook"
          busy={create.isPending}
          onReady={(request, refused) => {
            create.mutate(request, { onSuccess: setCreated, onError: refused })
          }}
        />
      </section>
    </div>
  )
}
