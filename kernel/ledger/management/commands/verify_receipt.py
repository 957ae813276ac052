"""`manage.py verify_receipt FILE`: check a receipt alone; no database is asked."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kernel.ledger.receipts import ReceiptWrong, check_receipt


class Command(BaseCommand):
    """Check a receipt."""

    help = "Check that a receipt's transfer is in the sealed business day that it names."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Read the file and, perhaps, the seal that was published."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--seal", help="the seal of that day, known from elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print what the receipt proves."""
        try:
            receipt = json.loads(options["file"].read_text(encoding="utf-8"))
            seal = check_receipt(receipt)
        except (OSError, ValueError, ReceiptWrong) as wrong:
            raise CommandError(str(wrong)) from None
        if options["seal"] not in (None, seal):
            raise CommandError(f"The receipt leads to another seal: {seal}")
        transfer = receipt["transfer"]
        self.stdout.write(
            f"Transfer {transfer['id']} over {transfer['amount_minor']} minor units of "
            f"{transfer['currency']} is in the sealed day {transfer['business_date']}."
        )
        self.stdout.write(f"Seal: {seal}")
