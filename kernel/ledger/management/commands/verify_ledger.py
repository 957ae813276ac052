"""`manage.py verify_ledger`: recompute every seal; exit with 1 and name the first wrong row.

It reads the database of DATABASE_URL and nothing else: also a restored backup.
"""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kernel.ledger import commands


class Command(BaseCommand):
    """Verify the seals."""

    help = "Recompute the chain of seals and name the first row that is not what was sealed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read seals that were kept elsewhere."""
        parser.add_argument(
            "--expect",
            action="append",
            default=[],
            metavar="DATE=SEAL",
            help="a seal that was kept elsewhere, from a log or a receipt; may be repeated",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each day and its seal."""
        verdict = commands.verify_ledger(
            now=timezone.now(), expected=_expected(options["expect"]), progress=self._report
        )
        if verdict.finding is not None:
            raise CommandError(str(verdict.finding))
        self.stdout.write(
            self.style.SUCCESS(
                f"{verdict.days} days with {verdict.transfers} transfers are as they were sealed."
            )
        )

    def _report(self, seal: Any) -> None:
        self.stdout.write(
            f"ok {seal.business_date} {seal.transfer_count} transfers {bytes(seal.seal).hex()}"
        )


def _expected(texts: list[str]) -> dict[date, bytes]:
    try:
        pairs = [text.split("=", 1) for text in texts]
        return {date.fromisoformat(day): bytes.fromhex(seal) for day, seal in pairs}
    except ValueError:
        raise CommandError("--expect is written DATE=SEAL: 2026-01-31=0a1b…") from None
