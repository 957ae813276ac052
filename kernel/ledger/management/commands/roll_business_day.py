"""`manage.py roll_business_day`: open today's business day. Beat does the same every minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kernel.ledger import commands


class Command(BaseCommand):
    """Open today's business day."""

    help = "Open today's business day and balance those that are over."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print the open day."""
        self.stdout.write(f"Business day: {commands.roll_business_day(now=timezone.now())}")
