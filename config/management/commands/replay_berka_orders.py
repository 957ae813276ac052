"""`manage.py replay_berka_orders PATH`: run a real bank's standing orders again and compare."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.berka.archive import ArchiveWrong
from config.berka.orders import read_orders
from config.berka.progress import Progress
from config.berka.reading import read_archive
from config.berka.standing import BankHasLived, Outcome, compare_orders, days_of, run_orders
from config.management.commands.replay_berka import _Plain
from kernel.ledger import commands as ledger


class Command(BaseCommand):
    """Replay the standing orders of the Berka (PKDD'99) archive."""

    help = (
        "On an empty database: start every standing order of the archive that was ever carried out "
        "on its first day, live through every day to its account's last transaction, and compare "
        "the executions with the transfers that the archive recorded, by date and amount. "
        "PATH is the folder of the prepared *.csv.gz files."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--orders", type=int, metavar="N", help="Only the first N orders, by their first day."
        )
        parser.add_argument(
            "--every",
            type=int,
            metavar="N",
            default=1,
            help="A sample: each Nth order only, and only the days on which one of them is due.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run, compare, and list every difference; a defect ends it with an error."""
        try:
            archive = read_archive(options["path"])
            orders = read_orders(options["path"], archive=archive)[: options["orders"]]
            orders = orders[options["every"] // 2 :: options["every"]]
        except ArchiveWrong as wrong:
            raise CommandError(f"The archive is not usable: {wrong}") from wrong
        recorded = sum(len(order.recorded) for order in orders)
        self._say(f"Read {len(orders):,} orders with {recorded:,} recorded transfers.")
        all_days = options["every"] == 1
        progress = Progress(
            title="Living",
            total=len(days_of(orders, all_days=all_days)),
            unit="days",
            stream=_Plain(self.stderr),
        )
        started = time.monotonic()
        try:
            made = run_orders(orders=orders, all_days=all_days, on_day=progress.advance)
        except BankHasLived as lived:
            raise CommandError(str(lived)) from lived
        finally:
            progress.finish()
        outcome = compare_orders(orders=orders, made=made)
        outcome.days_run = len(days_of(orders, all_days=all_days))
        self._tell(outcome, seconds=time.monotonic() - started)

    def _tell(self, outcome: Outcome, *, seconds: float) -> None:
        for difference in outcome.differences:
            self._say(f"  {difference}")
        defects = [one for one in outcome.differences if one.why == "a defect"]
        self._say(
            f"{outcome.orders:,} orders over {outcome.days_run:,} days: {outcome.executed:,} "
            f"executions here, {outcome.recorded:,} transfers recorded there, {outcome.equal:,} "
            f"equal in date and amount, {len(outcome.differences):,} differences, of which "
            f"{len(defects):,} are defects ({seconds:.0f} s, {connection.vendor})."
        )
        broken = {
            name: count for name, count in ledger.check_ledger(now=timezone.now()).items() if count
        }
        self._say(f"check_ledger: {broken or 'every invariant holds'}.")
        if defects or broken:
            raise CommandError("The bank's standing orders differ from the archive's.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
