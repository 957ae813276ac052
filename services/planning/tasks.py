"""The service's background work."""

from __future__ import annotations

import time
from typing import Any, Final
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from services.planning import commands

# A task is short: what is left is found by the next one.
_SECONDS: Final = 25


@shared_task(name="planning.follow_movement")
def follow_movement(
    transfer_id: str | None = None, account_id: str | None = None, **_: Any
) -> None:
    """Copy what moved into the records of those who plan, and warn them."""
    commands.follow_movement(
        transfer_id=None if transfer_id is None else UUID(transfer_id),
        account_id=None if account_id is None else UUID(account_id),
        now=timezone.now(),
    )


@shared_task(name="planning.mail_week")
def mail_week(**_: Any) -> None:
    """Write the summaries of the week that is over, until there are none or the time is up."""
    until = time.monotonic() + _SECONDS
    while commands.mail_week(now=timezone.now()) and time.monotonic() < until:
        pass
