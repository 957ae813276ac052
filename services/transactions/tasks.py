"""The service's background work. Hop 6 of the six: after the commit, people are told."""

from __future__ import annotations

from typing import Any

from celery import current_app, shared_task
from django.utils import timezone

from kernel.outbox.models import Event
from kernel.outbox.relay import CHUNK, relay_events
from services.transactions.notices import notices_of


@shared_task(name="transactions.relay_events")
def relay(**_: Any) -> None:
    """Turn posted movements into notices, chunk after chunk."""
    while relay_events(now=timezone.now(), deliver=_deliver) == CHUNK:
        pass


def _deliver(event: Event) -> None:
    # `auth` knows how to reach a person; it keeps one notice for each (event, person).
    for notice in notices_of(event):
        current_app.send_task("identity.deliver_notice", kwargs=notice, queue="auth")
