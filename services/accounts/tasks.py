"""The service's background work."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from django.utils import timezone

from services.accounts import commands, takeout


@shared_task(name="accounts.run_imports")
def run_imports(**_: Any) -> None:
    """Carry out the files of customers that wait."""
    commands.run_waiting_imports(now=timezone.now())


@shared_task(name="accounts.make_archives")
def make_archives(**_: Any) -> None:
    """Make the archives that customers take away, and let go of the old ones."""
    takeout.purge_archives(now=timezone.now())
    takeout.make_archives(now=timezone.now())


@shared_task(name="accounts.mark_dormant_accounts")
def mark_dormant_accounts(**_: Any) -> None:
    """Restrict the accounts that nobody has used for long; any number of runs do no harm."""
    commands.mark_dormant_accounts(now=timezone.now())
