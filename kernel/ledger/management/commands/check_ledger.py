"""`manage.py check_ledger`: prove every invariant; exit with 1 when one is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kernel.ledger import commands


class Command(BaseCommand):
    """Prove the books."""

    help = "Prove every invariant of the ledger."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Print each invariant and what breaks it."""
        counts = commands.check_ledger(now=timezone.now(), progress=self._report)
        broken = sum(1 for count in counts.values() if count)
        if broken:
            message = f"{broken} of {len(counts)} invariants are broken."
            raise CommandError(message)
        self.stdout.write(self.style.SUCCESS(f"{len(counts)} invariants hold."))

    def _report(self, name: str, broken: int) -> None:
        self.stdout.write(f"{'ok    ' if not broken else 'BROKEN'} {name}: {broken}")
