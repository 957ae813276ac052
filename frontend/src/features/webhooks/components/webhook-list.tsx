import { Link } from 'react-router'
import { PagedList } from '@/components/paged-list'
import { EmptyState } from '@/components/states'
import { useWebhooks } from '../api/webhooks'
import { eventWord, stateWords } from '../webhook-words'

export function WebhookList() {
  const list = useWebhooks()
  const empty = (
    <EmptyState icon="link" title="No program is told">
      <p>A webhook posts what happens on your accounts to a program of yours, within seconds and signed.</p>
    </EmptyState>
  )
  return (
    <PagedList list={list} what="webhooks" empty={empty}>
      {(webhooks) => (
        <ul className="records">
          {webhooks.map((webhook) => (
            <li key={webhook.id} className="record">
              <div>
                <h3>
                  <Link to={`/settings/webhooks/${webhook.id}`} className="stretched-link">
                    {webhook.description || webhook.url}
                  </Link>
                </h3>
                {webhook.description && <p className="record-main">{webhook.url}</p>}
                <p>{webhook.events.map(eventWord).join(', ')}</p>
              </div>
              <span className={webhook.status === 'active' ? 'tag' : 'tag tag-warn'}>{stateWords(webhook)}</span>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}
