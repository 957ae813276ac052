"""The service's background work."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from services.support import commands


@shared_task(name="support.send_announcement_notices")
def send_announcement_notices(**_: Any) -> None:
    """Have the next people told of a live announcement."""
    commands.send_announcement_notices(now=timezone.now())


@shared_task(name="support.measure_desk")
def measure_desk(**_: Any) -> None:
    """Export how the desk is doing."""
    commands.measure_desk(now=timezone.now())
