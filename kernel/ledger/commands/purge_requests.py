"""Let go of answers that nobody will ask for again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kernel.ledger.models import Request

KEPT_DAYS: Final = 30
CHUNK: Final = 2000


def purge_requests(*, now: datetime) -> int:
    """Delete up to CHUNK answers older than 30 days and return how many went."""
    old = Request.objects.filter(created_at__lt=now - timedelta(days=KEPT_DAYS))
    keys = list(old.order_by("created_at").values_list("pk", flat=True)[:CHUNK])
    deleted, _ = Request.objects.filter(pk__in=keys).delete()
    return deleted
