"""`manage.py replay_berka_interest PATH`: a real bank's history with our interest on it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Sum
from django.utils import timezone

from config.berka import identity
from config.berka.archive import ArchiveWrong
from config.berka.interest import ANNUAL_RATE_PPM, compare_interest
from config.berka.reading import read_archive
from kernel.ledger import commands as ledger
from services.interest.commands import advance_runs, publish_rate
from services.interest.commands.control_run import differences
from services.interest.models import InterestAccrual, InterestPosting, InterestRun

_SLICE_SECONDS = 5.0


class Command(BaseCommand):
    """Replay the Berka (PKDD'99) archive into an empty bank and accrue interest day by day."""

    help = (
        "Replay the Berka (PKDD'99) bank archive into an empty database, accrue and credit "
        "interest at 5 %% for each day of it, prove the books, and compare our interest with what "
        "the bank credited, month by month."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--accounts", type=int, metavar="N", help="Only the first N accounts.")
        parser.add_argument("--threads", type=int, metavar="N", help="See replay_berka.")
        parser.add_argument("--first", type=date.fromisoformat, default=date(1993, 1, 1))
        parser.add_argument("--last", type=date.fromisoformat, default=date(1998, 12, 31))

    def handle(self, *_args: Any, **options: Any) -> None:
        """Replay, accrue, credit, prove and compare."""
        try:
            archive = read_archive(options["path"])
        except ArchiveWrong as wrong:
            raise CommandError(f"The archive is not usable: {wrong}") from wrong
        if options["accounts"] is not None:
            archive = archive.first(options["accounts"])
        first, last = options["first"], options["last"]
        self._begin(first)
        call_command(
            "replay_berka",
            options["path"],
            accounts=options["accounts"],
            threads=options["threads"],
            close_day=True,
            stdout=self.stdout,
            stderr=self.stderr,
        )
        started = time.monotonic()
        self._run(through=last)
        seconds = time.monotonic() - started
        days = InterestRun.objects.filter(kind=InterestRun.Kind.ACCRUAL).count()
        sums = InterestPosting.objects.aggregate(credited=Sum("credited_minor"))
        self.stdout.write(
            f"Accrued {days:,} days, {InterestAccrual.objects.count():,} account-days; booked "
            f"{InterestPosting.objects.count():,} credits of {(sums['credited'] or 0) / 100:,.2f} "
            f"in all ({seconds:.0f} s)."
        )
        if days != (last - first).days + 1:
            raise CommandError("Days are missing.")
        self._prove()
        ratios = compare_interest(archive.histories, through=last)
        if ratios is None:
            self.stdout.write("Their bank credited too little to compare.")
            return
        self.stdout.write(
            f"Ours to theirs, by account-month: median {ratios.median:.4f}, quartiles "
            f"{ratios.first_quartile:.4f} and {ratios.third_quartile:.4f} "
            f"({ratios.account_months:,} account-months)."
        )

    def _begin(self, first: date) -> None:
        if InterestRun.objects.exists():
            raise CommandError("The bank has interest runs already; use an empty database.")
        opened = datetime(first.year, first.month, first.day, tzinfo=UTC)
        if ledger.roll_business_day(now=opened) != first:
            raise CommandError("The bank has business days already; use an empty database.")
        publish_rate(
            account_type_code=identity.ACCOUNT_TYPE_CODE,
            effective_date=first,
            annual_rate_ppm=ANNUAL_RATE_PPM,
            posting_period="yearly",
            now=timezone.now(),
        )

    def _run(self, *, through: date) -> None:
        told = through.min
        # The business day of the replay is closed and the next one open: bookings are tomorrow's.
        now = timezone.now() + timedelta(days=1)
        while advance_runs(now=now, seconds=_SLICE_SECONDS, through=through):
            latest = InterestRun.objects.latest("business_date").business_date
            if latest.year != told.year:
                self.stderr.write(f"Interest of {latest.year} ...")
                told = latest

    def _prove(self) -> None:
        wrong = [differences(run.totals) for run in InterestRun.objects.all()]
        unclean = sum(1 for one in wrong if one)
        counts = ledger.check_ledger(now=timezone.now())
        broken = {name: count for name, count in counts.items() if count}
        runs = len(wrong)
        self.stdout.write(
            f"Controls: {runs - unclean:,} of {runs:,} runs are clean; check_ledger: "
            f"{broken or 'every invariant holds'}."
        )
        if unclean or broken:
            raise CommandError("The books do not balance.")
