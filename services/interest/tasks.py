"""The service's background work: what is due is asked of the database, a message is only a hint."""

from __future__ import annotations

from typing import Any, Final

from celery import shared_task
from django.utils import timezone

from services.interest import commands

# Less than the minute between two beats: a long run goes on with the next one.
_SECONDS: Final = 50.0


@shared_task(name="interest.advance_runs")
def advance_runs(**_: Any) -> None:
    """Accrue, credit and mature what is due, as far as the time goes; tell what matures soon."""
    commands.advance_runs(now=timezone.now(), seconds=_SECONDS)
    commands.remind_of_maturity(now=timezone.now())
