"""The ledger's background work: each task asks the database what is due."""

from __future__ import annotations

from typing import Any

import structlog
from celery import shared_task
from django.utils import timezone

from kernel.ledger import commands

log = structlog.get_logger(__name__)


@shared_task(name="ledger.roll_business_day")
def roll_business_day(**_: Any) -> None:
    """Open today's business day and balance those that are over."""
    commands.roll_business_day(now=timezone.now())


@shared_task(name="ledger.check_ledger")
def check_ledger(**_: Any) -> None:
    """Prove the invariants and shout when one is broken."""
    counts = commands.check_ledger(now=timezone.now())
    broken = {name: count for name, count in counts.items() if count}
    if broken:
        log.critical("ledger.broken", **broken)


@shared_task(name="ledger.purge_requests")
def purge_requests(**_: Any) -> None:
    """Let go of old answers, a chunk at a time."""
    commands.purge_requests(now=timezone.now())
