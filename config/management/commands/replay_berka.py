"""`manage.py replay_berka PATH`: replay a real bank's history and prove every balance of it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, OutputWrapper
from django.db import connection
from django.utils import timezone

from config.berka.archive import Archive, ArchiveWrong
from config.berka.loading import RowRefused, post_histories
from config.berka.opening import open_accounts, open_bank
from config.berka.progress import Progress
from config.berka.proving import Comparison, compare_past_balances, compare_rows, past_balances
from config.berka.reading import read_archive
from kernel.ledger import commands as ledger

# While one connection waits for its commit to reach the disk, the others compute; Python is the
# brake, so more than three gain nothing.
_THREADS = 3


class _Plain:
    """Django's stderr without its red colour and its line ends: progress is no error."""

    def __init__(self, stream: OutputWrapper) -> None:
        self._stream = stream

    def isatty(self) -> bool:
        return self._stream.isatty()

    def write(self, text: str, /) -> None:
        self._stream.write(text, style_func=str, ending="")

    def flush(self) -> None:
        self._stream.flush()


class Command(BaseCommand):
    """Replay the Berka (PKDD'99) archive."""

    help = (
        "Replay the Berka (PKDD'99) bank archive through the commands of the API, then compare "
        "every balance. PATH is a folder of *.csv.gz or *.asc files, or data_berka.zip. It may be "
        "interrupted and run again: what is there is not posted twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument(
            "--accounts", type=int, metavar="N", help="Only the first N accounts with transactions."
        )
        parser.add_argument(
            "--threads", type=int, metavar="N", help="Connections that post at once."
        )
        parser.add_argument(
            "--close-day",
            action="store_true",
            help="Close today's business day and compare past balances again, now that they are "
            "kept as day balances. Later movements of today then count as tomorrow's.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Load what is missing, then prove all of it."""
        started = time.monotonic()
        try:
            archive = read_archive(options["path"])
        except ArchiveWrong as wrong:
            raise CommandError(f"The archive is not usable: {wrong}") from wrong
        if options["accounts"] is not None:
            archive = archive.first(options["accounts"])
        people = sum(1 + len(history.authorised) for history in archive.histories)
        self._say(
            f"Read {len(archive.histories):,} accounts of {people:,} customers with "
            f"{archive.row_count:,} rows."
        )
        self._load(archive, threads=options["threads"] or _useful_threads())
        differing = self._prove(archive)
        if options["close_day"]:
            differing += self._close_day(archive)
        if differing:
            raise CommandError(f"The bank differs from the archive in {differing:,} places.")
        seconds = time.monotonic() - started
        self._say(
            self.style.SUCCESS(
                f"All {archive.row_count:,} balances equal the archive's ({seconds:.0f} s)."
            )
        )

    def _load(self, archive: Archive, *, threads: int) -> None:
        now = timezone.now()
        open_bank(districts=archive.districts, now=now)
        with self._progress("Opening", total=len(archive.histories), unit="accounts") as progress:
            opened = open_accounts(archive=archive, now=now, on_open=progress.advance)
        self._say(f"Opened {opened:,} accounts; {len(archive.histories) - opened:,} were there.")
        total = sum(len(history.movements) for history in archive.histories)
        try:
            with self._progress("Posting", total=total, unit="rows") as progress:
                counts = post_histories(
                    histories=archive.histories, threads=threads, on_row=progress.advance
                )
        except RowRefused as refused:
            raise CommandError(f"The bank refused {refused}") from refused
        except KeyboardInterrupt:
            raise CommandError(
                "Interrupted. What is posted stays; run it again to go on."
            ) from None
        self._say(
            f"Posted {counts.posted:,} rows in {progress.seconds:.1f} s "
            f"({counts.posted / progress.seconds:,.0f} rows/s, {threads} connection(s), "
            f"{connection.vendor}); {counts.known:,} were there."
        )

    def _prove(self, archive: Archive) -> int:
        with self._progress("Comparing", total=archive.row_count, unit="rows") as progress:
            rows = compare_rows(histories=archive.histories, on_row=progress.advance)
        self._tell("Balances after each row, in order", rows, seconds=progress.seconds)
        return rows.differing + self._prove_past(archive, how="open day") + self._check_ledger()

    def _prove_past(self, archive: Archive, *, how: str) -> int:
        total = sum(1 for history in archive.histories for _ in past_balances(history))
        with self._progress("Looking back", total=total, unit="account-days") as progress:
            past = compare_past_balances(histories=archive.histories, on_day=progress.advance)
        self._tell(
            f"Past balances by date, each through get_balance_on ({how})",
            past,
            seconds=progress.seconds,
        )
        return past.differing

    def _check_ledger(self) -> int:
        counts = ledger.check_ledger(now=timezone.now())
        for name, broken in counts.items():
            if broken:
                self._say(self.style.ERROR(f"  {name} is broken {broken:,} times."))
        broken = sum(1 for count in counts.values() if count)
        self._say(f"check_ledger: {len(counts) - broken} of {len(counts)} invariants hold.")
        return broken

    def _close_day(self, archive: Archive) -> int:
        now = timezone.now()
        open_date = ledger.roll_business_day(now=now)
        if open_date == now.date():
            ledger.close_business_day(
                business_date=open_date, next_date=open_date + timedelta(days=1), now=now
            )
            ledger.roll_business_day(now=now)
        self._say("Closed the business day.")
        return self._prove_past(archive, how="closed day") + self._check_ledger()

    def _tell(self, what: str, comparison: Comparison, *, seconds: float) -> None:
        for difference in comparison.shown:
            self._say(self.style.ERROR(f"  {difference}"))
        self._say(
            f"{what}: {comparison.compared:,} compared, {comparison.differing:,} differ "
            f"({seconds:.1f} s)."
        )

    @contextmanager
    def _progress(self, title: str, *, total: int, unit: str) -> Iterator[Progress]:
        progress = Progress(title=title, total=total, unit=unit, stream=_Plain(self.stderr))
        try:
            yield progress
        finally:
            progress.finish()

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _useful_threads() -> int:
    # SQLite has one writer at a time.
    return 1 if connection.vendor == "sqlite" else _THREADS
