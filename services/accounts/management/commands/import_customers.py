"""`manage.py import_customers FILE`: take over customers and accounts from a CSV or XLSX file."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from kernel.errors import BankError
from services.accounts.commands.importing.import_table import run_import, take_file
from services.accounts.models import Import


class Command(BaseCommand):
    """Import: all of the file, or nothing and what is wrong in it."""

    help = "Take over customers and accounts from a CSV or XLSX file: all of it, or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the file and the options."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="check it, change nothing")
        parser.add_argument(
            "--confirm-duplicates",
            action="store_true",
            help="take over also who is like a customer or like another row",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Import and say what became of it.

        Raises:
            CommandError: the file is refused; the mistakes were printed.

        """
        try:
            work = take_file(
                content=options["file"].read_bytes(),
                is_dry_run=options["dry_run"],
                confirm_duplicates=options["confirm_duplicates"],
                actor_id=None,
                now=timezone.now(),
            )
        except (BankError, OSError) as wrong:
            raise CommandError(str(wrong)) from None
        done = run_import(import_id=work.id, now=timezone.now(), progress=self._progress)
        if sys.stderr.isatty():
            self.stderr.write("")
        assert done is not None
        for mistake in done.errors:
            place = f"row {mistake['row']}, {mistake['column'] or 'the row'}"
            self.stdout.write(f"{place}: {mistake['message']} ({mistake['code']})")
        if done.status == Import.Status.REFUSED:
            raise CommandError(f"{done.error_count} mistakes; nothing was imported.")
        found = f"{done.customer_count} customers, {done.account_count} accounts"
        verb = "can be imported" if done.is_dry_run else "imported"
        self.stdout.write(f"{found} {verb}.")

    def _progress(self, what: str, rows: int) -> None:
        if sys.stderr.isatty():
            self.stderr.write(f"\r  {what}: {rows:,} rows ", ending="")
            self.stderr.flush()
