"""Let go of events that everybody has taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, OuterRef

from kernel.outbox.models import Delivery, Event

CHUNK: Final = 2000


def purge_events(*, kept_days: int, now: datetime) -> int:
    """Delete up to CHUNK events handed on more than `kept_days` ago; return how many went.

    One that a consumer could not take yet, or that is parked, stays until it is taken: it is handed
    on from its row.
    """
    waiting = Delivery.objects.filter(event_id=OuterRef("id"))
    old = Event.objects.filter(published_at__lt=now - timedelta(days=kept_days))
    done = old.filter(~Exists(waiting)).order_by("published_at", "id")
    ids = list(done.values_list("id", flat=True)[:CHUNK])
    deleted, _ = Event.objects.filter(id__in=ids).delete()
    return deleted
