"""Step-up's background work."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from kernel.step_up.proofs import purge_uses


@shared_task(name="step_up.purge_uses")
def purge(**_: Any) -> None:
    """Let go of proofs that have long expired, a chunk at a time."""
    purge_uses(now=timezone.now())
