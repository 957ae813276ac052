"""Approvals' background work."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from kernel.approvals import commands


@shared_task(name="approvals.expire_requests")
def expire(**_: Any) -> None:
    """Close the requests that waited too long, and export how long the others have waited."""
    now = timezone.now()
    commands.expire_requests(now=now)
    commands.measure_waiting(now=now)
