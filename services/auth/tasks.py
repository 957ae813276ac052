"""Background work of auth."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from services.auth import commands


@shared_task(name="identity.purge_expired")
def purge_expired(**_: Any) -> None:
    """Delete what expired. May run at any time, any number of times."""
    commands.purge_expired(now=timezone.now())


@shared_task(
    name="identity.deliver_notice", autoretry_for=(OSError,), retry_backoff=True, max_retries=8
)
def deliver_notice(
    *,
    person_id: str,
    event_id: str,
    kind: str,
    facts: dict[str, Any],
    happened_at: str,
    **_: Any,
) -> None:
    """Tell a person about an event; a mail server that is away is tried again."""
    commands.deliver_notice(
        person_id=UUID(person_id),
        event_id=UUID(event_id),
        kind=kind,
        facts=facts,
        happened_at=datetime.fromisoformat(happened_at),
        now=timezone.now(),
    )
