import Button from 'react-bootstrap/Button'
import { ActionProblem } from '@/components/action-problem'
import { PagedList } from '@/components/paged-list'
import type { Delivery } from '@/lib/api/types'
import { formatInstant } from '@/lib/format'
import { useDeliveries, useRedeliver } from '../api/webhooks'
import { answerWords, deliveryWords, eventWord } from '../webhook-words'

/** What was posted, what was answered, and a way to post it again. */
export function DeliveryList({ webhookId }: { webhookId: string }) {
  const list = useDeliveries(webhookId)
  return (
    <PagedList list={list} what="deliveries" empty={<p className="panel-lead">Nothing was posted yet.</p>}>
      {(deliveries) => (
        <ul className="records">
          {deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} webhookId={webhookId} delivery={delivery} />
          ))}
        </ul>
      )}
    </PagedList>
  )
}

function DeliveryRow({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const { created_at, event, event_id, id, next_try_at, status } = delivery
  const redeliver = useRedeliver(webhookId)
  return (
    <li className="record">
      <div>
        <h3>
          {eventWord(event)} <span className={status === 'failed' ? 'tag tag-warn' : 'tag'}>{deliveryWords[status]}</span>
        </h3>
        <p className="record-main">{answerWords(delivery)}</p>
        <p>
          {formatInstant(created_at)}
          {status === 'waiting' && next_try_at && `, next try ${formatInstant(next_try_at)}`}
        </p>
        <p>
          Event <code>{event_id}</code>
        </p>
        <ActionProblem error={redeliver.error} />
      </div>
      <Button
        variant="outline-primary"
        size="sm"
        aria-disabled={redeliver.isPending}
        onClick={() => {
          if (!redeliver.isPending) redeliver.mutate(id)
        }}
      >
        Post again <span className="visually-hidden">: {eventWord(event)}, {formatInstant(created_at)}</span>
      </Button>
    </li>
  )
}
