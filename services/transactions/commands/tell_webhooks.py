"""Tell programs: write what is to be posted with the event, post it after, keep what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.outbox.models import Event
from services.transactions.commands.webhooks import open_secret
from services.transactions.events import Told, read_event
from services.transactions.metrics import webhooks_total
from services.transactions.models import Webhook, WebhookDelivery
from services.transactions.queries.webhooks import list_due
from services.transactions.webhooks import Outcome, post, sign

Post = Callable[..., Outcome]

# Each wait is as long as all before it together: 10 s, 10, 20, 40, ... up to four hours.
FIRST_WAIT: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(hours=4)
TRIED_FOR: Final = timedelta(hours=24)
# While one process posts a message, no other one does; if it dies, the next one goes on after this.
_CLAIM: Final = timedelta(seconds=60)
CHUNK: Final = 50
DISABLED: Final = "webhook.disabled"


def write_deliveries(event: Event, *, now: datetime) -> int:
    """Write one delivery for each webhook that an event is for; return how many are.

    Runs in the relay's transaction. An event that comes twice is written once.
    """
    told = read_event(event)
    if not told.people:
        return 0
    webhooks = Webhook.objects.filter(
        person_id__in=told.people, status=Webhook.Status.ACTIVE, deleted_at=None
    )
    rows = [
        WebhookDelivery(
            webhook=webhook,
            event_id=event.id,
            event=event.name,
            body=_body(event, told, webhook.person_id),
            created_at=now,
            tried_from=now,
            next_try_at=now,
        )
        for webhook in webhooks
        if event.name in webhook.events
    ]
    WebhookDelivery.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def send_deliveries(*, now: datetime, post: Post = post, limit: int = CHUNK) -> int:
    """Post what is due and return how many attempts were made.

    At least once: a process that dies between the answer and its mark posts again. A webhook that
    failed now is left alone until its time comes, so that a dead one does not hold up the others.
    """
    failed: set[UUID] = set()
    attempts = 0
    for delivery in list_due(now=now, limit=limit):
        webhook = delivery.webhook
        if webhook.id in failed or not _claim(delivery, now=now):
            continue
        outcome = _post(delivery, webhook, now=now, post=post)
        attempts += 1
        if not outcome.is_taken:
            failed.add(webhook.id)
        _settle(delivery.id, outcome, now=now)
    return attempts


def purge_deliveries(*, now: datetime) -> int:
    """Delete deliveries older than WEBHOOK_DELIVERIES_KEPT_DAYS that nobody tries any more."""
    before = now - timedelta(days=settings.WEBHOOK_DELIVERIES_KEPT_DAYS)
    old = WebhookDelivery.objects.filter(created_at__lt=before)
    settled = old.exclude(status=WebhookDelivery.Status.WAITING)
    deleted, _ = settled.delete()
    return deleted


def _claim(delivery: WebhookDelivery, *, now: datetime) -> bool:
    due = WebhookDelivery.objects.filter(id=delivery.id, next_try_at=delivery.next_try_at)
    if delivery.webhook.status != Webhook.Status.ACTIVE:
        # It waits for its owner, not for the clock; a day later nobody waits any more.
        over = now - delivery.tried_from >= TRIED_FOR
        if over:
            due.update(status=WebhookDelivery.Status.FAILED, next_try_at=None, failure="disabled")
        else:
            due.update(next_try_at=delivery.tried_from + TRIED_FOR)
        return False
    return due.update(next_try_at=now + _CLAIM) == 1


def _post(delivery: WebhookDelivery, webhook: Webhook, *, now: datetime, post: Post) -> Outcome:
    body, timestamp = delivery.body.encode(), int(now.timestamp())
    signature = sign(secret=open_secret(webhook), timestamp=timestamp, body=body)
    return post(
        webhook.url,
        body=body,
        headers={
            "Content-Type": "application/json",
            "User-Agent": "BankingSystem-Webhooks/1",
            "Bank-Webhook-Id": str(delivery.event_id),
            "Bank-Webhook-Timestamp": str(timestamp),
            "Bank-Webhook-Key": webhook.key_id,
            "Bank-Webhook-Signature": f"v1={signature}",
        },
    )


@transaction.atomic
def _settle(delivery_id: UUID, outcome: Outcome, *, now: datetime) -> None:
    delivery = WebhookDelivery.objects.select_for_update().get(id=delivery_id)
    if delivery.status != WebhookDelivery.Status.WAITING:
        return
    delivery.attempts += 1
    delivery.last_try_at = now
    delivery.response_code, delivery.failure = outcome.response_code, outcome.failure
    if outcome.is_taken:
        delivery.status, delivery.next_try_at = WebhookDelivery.Status.DELIVERED, None
        delivery.delivered_at = now
    elif now - delivery.tried_from >= TRIED_FOR:
        delivery.status, delivery.next_try_at = WebhookDelivery.Status.FAILED, None
        _disable(delivery.webhook_id, now=now)
    else:
        wait = min(max(now - delivery.tried_from, FIRST_WAIT), LONGEST_WAIT)
        # The last attempt is made when the day is over, not after it.
        delivery.next_try_at = min(now + wait, delivery.tried_from + TRIED_FOR)
        # Whoever does not answer is left alone with everything, so that others have their turn.
        others = WebhookDelivery.objects.filter(
            webhook_id=delivery.webhook_id, next_try_at__lt=delivery.next_try_at
        )
        others.update(next_try_at=delivery.next_try_at)
    delivery.save()
    webhooks_total.labels("delivered" if outcome.is_taken else "failed").inc()


def _disable(webhook_id: UUID, *, now: datetime) -> None:
    webhook = Webhook.objects.select_for_update().get(id=webhook_id)
    if webhook.status != Webhook.Status.ACTIVE:
        return
    webhook.status, webhook.disabled_by = Webhook.Status.DISABLED, "bank"
    webhook.save(update_fields=["status", "disabled_by"])
    webhooks_total.labels("disabled").inc()
    Event.objects.create(
        name=DISABLED,
        payload={
            "webhook_id": str(webhook.id),
            "person_id": str(webhook.person_id),
            "host": urlsplit(webhook.url).hostname or "",
        },
        created_at=now,
    )


def _body(event: Event, told: Told, person_id: UUID) -> str:
    data: dict[str, Any] = {
        **told.facts,
        "accounts": [
            {"account": str(side.account_id)}
            | ({"direction": side.direction} if side.direction else {})
            for side in told.sides_of(person_id)
        ],
    }
    content = {
        "id": str(event.id),
        "type": event.name,
        "created_at": event.created_at.isoformat().replace("+00:00", "Z"),
        "data": data,
    }
    return json.dumps(content, separators=(",", ":"))
