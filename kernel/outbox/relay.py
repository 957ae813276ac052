"""Hand events to the services that want them, after the transaction that made them true."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from kernel.outbox.metrics import events_total
from kernel.outbox.models import Event

CHUNK: Final = 200

Deliver = Callable[[Event], None]


@transaction.atomic
def relay_events(*, now: datetime, deliver: Deliver, limit: int = CHUNK) -> int:
    """Deliver up to `limit` due events in order, mark them, and return how many there were.

    At least once: when the process dies between delivery and mark, the event is delivered again.
    Two relays at once take different events where the engine can skip locked rows.
    """
    due = Event.objects.filter(published_at__isnull=True).order_by("id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    events = list(due[:limit])
    for event in events:
        deliver(event)
        events_total.labels(event.name).inc()
    _mark(ids=[event.id for event in events], now=now)
    return len(events)


def _mark(*, ids: Iterable[UUID], now: datetime) -> None:
    Event.objects.filter(id__in=list(ids)).update(published_at=now)
