"""Hand events to those who want them, after the transaction that made them true."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.db import connection, transaction
from django.db.models import QuerySet

from kernel.outbox.consumers import Consumer, Consumers, QueueAway
from kernel.outbox.metrics import events_total, failures_total, parked_total
from kernel.outbox.models import Delivery, Event

log = structlog.get_logger(__name__)

CHUNK: Final = 200
# Ten tries are about five hours.
MOST_TRIES: Final = 10
_FIRST_WAIT: Final = timedelta(seconds=20)
_LONGEST_WAIT: Final = timedelta(hours=2)
_UNKNOWN: Final = "unknown"


@transaction.atomic
def relay_events(*, now: datetime, consumers: Consumers, limit: int = CHUNK) -> int:
    """Hand up to `limit` due events in order to their consumers; return how many there were.

    At least once: when the process dies before the mark, the events are handed on again. Two relays
    at once take different events where the engine can skip locked rows. What one consumer cannot
    take waits for it (`retry_events`) and holds up nobody. An unknown event is parked.

    Raises:
        QueueAway: nothing was marked.

    """
    events = list(_locked(Event.objects.filter(published_at__isnull=True).order_by("id"))[:limit])
    for event in events:
        takers = consumers.get(event.name)
        events_total.labels(_UNKNOWN if takers is None else event.name).inc()
        if takers is None:
            _park_unknown(event, now=now)
        for consumer in takers or ():
            if failure := _hand(event, consumer):
                _put_off(
                    Delivery(event_id=event.id, consumer=consumer.name, tries=0),
                    event,
                    failure,
                    now=now,
                )
    _mark(ids=[event.id for event in events], now=now)
    return len(events)


@transaction.atomic
def retry_events(*, now: datetime, consumers: Consumers, limit: int = CHUNK) -> int:
    """Hand up to `limit` events again to those who could not take them; return how many were due.

    After MOST_TRIES an event is parked for that consumer.

    Raises:
        QueueAway: nothing was marked.

    """
    due = Delivery.objects.filter(next_try_at__lte=now).order_by("next_try_at")
    deliveries = list(_locked(due)[:limit])
    events = {
        event.id: event
        for event in Event.objects.filter(id__in=[one.event_id for one in deliveries])
    }
    for delivery in deliveries:
        event = events[delivery.event_id]
        takers = {taker.name: taker for taker in consumers.get(event.name, ())}
        if not delivery.consumer:
            _look_up_again(delivery, event, consumers, now=now)
        elif delivery.consumer not in takers:
            _put_off(delivery, event, "ConsumerGone", now=now)
        elif failure := _hand(event, takers[delivery.consumer]):
            _put_off(delivery, event, failure, now=now)
        else:
            delivery.delete()
    return len(deliveries)


def retry_parked(*, now: datetime, consumer: str | None = None) -> int:
    """Let parked events be tried again from the first try on; return how many there are.

    `consumer` names whose; the empty text means unknown events, None means all.
    """
    parked = Delivery.objects.filter(parked_at__isnull=False)
    if consumer is not None:
        parked = parked.filter(consumer=consumer)
    return parked.update(parked_at=None, next_try_at=now, tries=0)


def _hand(event: Event, consumer: Consumer) -> str:
    """Hand an event to a consumer; return the kind of the failure, or nothing."""
    try:
        # What a consumer wrote before it failed is undone; what others wrote is not.
        with transaction.atomic():
            consumer.take(event)
    except QueueAway:
        raise
    except Exception as failure:
        failures_total.labels(event.name, consumer.name).inc()
        log.exception(
            "outbox.failed", event_id=str(event.id), name=event.name, consumer=consumer.name
        )
        return type(failure).__name__
    return ""


def _put_off(delivery: Delivery, event: Event, failure: str, *, now: datetime) -> None:
    delivery.tries += 1
    delivery.failure = failure[:80]
    if delivery.tries < MOST_TRIES:
        wait = min(_FIRST_WAIT * 2 ** (delivery.tries - 1), _LONGEST_WAIT)
        delivery.next_try_at = now + wait
    else:
        _park(delivery, event.name, now=now)
    delivery.save()


def _park_unknown(event: Event, *, now: datetime) -> None:
    delivery = Delivery(event_id=event.id, consumer="", tries=1, failure="UnknownEvent")
    _park(delivery, _UNKNOWN, now=now)
    delivery.save()


def _park(delivery: Delivery, name: str, *, now: datetime) -> None:
    delivery.next_try_at, delivery.parked_at = None, now
    parked_total.labels(name, delivery.consumer).inc()
    log.error(
        "outbox.parked",
        event_id=str(delivery.event_id),
        name=name,
        consumer=delivery.consumer,
        failure=delivery.failure,
    )


def _look_up_again(
    delivery: Delivery, event: Event, consumers: Consumers, *, now: datetime
) -> None:
    """Hand on an event that nobody knew, now that this release may know it."""
    takers = consumers.get(event.name)
    if takers is None:
        _park(delivery, _UNKNOWN, now=now)
        delivery.save()
        return
    delivery.delete()
    for consumer in takers:
        if failure := _hand(event, consumer):
            _put_off(
                Delivery(event_id=event.id, consumer=consumer.name, tries=0),
                event,
                failure,
                now=now,
            )


def _locked(rows: QuerySet[Any]) -> QuerySet[Any]:
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True)
    return rows


def _mark(*, ids: Iterable[UUID], now: datetime) -> None:
    Event.objects.filter(id__in=list(ids)).update(published_at=now)
