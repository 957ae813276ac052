"""`manage.py import_rates eurofxref-daily.xml`: the euro reference rates of one or many days."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from services.planning.commands import RatesInvalid, import_rates


class Command(BaseCommand):
    """Keep daily exchange rates; a day that is there already is replaced."""

    help = "Read daily euro reference rates from the European Central Bank's XML."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file."""
        parser.add_argument("file", type=Path)

    def handle(self, **options: Any) -> None:
        """Read it.

        Raises:
            CommandError: there is no such file, or it holds no rates.

        """
        try:
            count = import_rates(document=options["file"].read_bytes())
        except (OSError, RatesInvalid) as wrong:
            raise CommandError(str(wrong)) from wrong
        self.stdout.write(f"{count} rates.")
