"""Let go of declined attempts that nobody needs any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from kernel.ledger.models import Refusal

CHUNK: Final = 2000


def purge_refusals(*, kept_days: int, now: datetime) -> int:
    """Delete up to CHUNK declined attempts older than `kept_days` and return how many went."""
    old = Refusal.objects.filter(refused_at__lt=now - timedelta(days=kept_days))
    ids = list(old.order_by("refused_at").values_list("id", flat=True)[:CHUNK])
    deleted, _ = Refusal.objects.filter(id__in=ids).delete()
    return deleted
