"""A person's webhooks, and what became of what was posted to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.transactions.models import Webhook, WebhookDelivery


class WebhookNotFound(NotFound):
    """There is no such webhook."""


class DeliveryNotFound(NotFound):
    """There is no such delivery."""


def get_webhook(*, person_id: UUID, webhook_id: UUID) -> Webhook:
    """Return a webhook of the person.

    Raises:
        WebhookNotFound: there is none, it was deleted, or it is somebody else's.

    """
    webhook = webhooks_of(person_id).filter(id=webhook_id).first()
    if webhook is None:
        raise WebhookNotFound
    return webhook


def list_webhooks(
    *, person_id: UUID, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Webhook], list[Any] | None]:
    """Return a page of a person's webhooks, the oldest first, and where the next one begins.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    webhooks = webhooks_of(person_id).order_by("id")
    if (after := _after(cursor)) is not None:
        webhooks = webhooks.filter(id__gt=after)
    found = list(webhooks[: limit + 1])
    return found[:limit], [str(found[limit - 1].id)] if len(found) > limit else None


def list_deliveries(
    *,
    person_id: UUID,
    webhook_id: UUID,
    status: str | None,
    cursor: Sequence[Any] | None,
    limit: int,
) -> tuple[list[WebhookDelivery], list[Any] | None]:
    """Return a page of a webhook's deliveries, the newest first, and where the next one begins.

    Raises:
        WebhookNotFound: there is no such webhook, or it is somebody else's.
        CursorInvalid: the cursor belongs to another list.

    """
    webhook = get_webhook(person_id=person_id, webhook_id=webhook_id)
    deliveries = webhook.deliveries.order_by("-id")
    if status is not None:
        deliveries = deliveries.filter(status=status)
    if (after := _after(cursor)) is not None:
        deliveries = deliveries.filter(id__lt=after)
    found = list(deliveries[: limit + 1])
    return found[:limit], [str(found[limit - 1].id)] if len(found) > limit else None


def list_due(*, now: datetime, limit: int) -> list[WebhookDelivery]:
    """Return the deliveries that are due, those that wait longest first, with their webhooks."""
    due = WebhookDelivery.objects.filter(next_try_at__lte=now)
    return list(due.select_related("webhook").order_by("next_try_at", "id")[:limit])


def webhooks_of(person_id: UUID) -> QuerySet[Webhook]:
    """Return a person's webhooks that were not deleted."""
    return Webhook.objects.filter(person_id=person_id, deleted_at=None)


def _after(cursor: Sequence[Any] | None) -> UUID | None:
    if cursor is None:
        return None
    after = parse_id(cursor[0]) if len(cursor) == 1 else None
    if after is None:
        raise CursorInvalid(field="cursor")
    return after
