"""Make the file of a statement: whole, proven and hashed before anybody gets a byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db.models import F, Q, QuerySet

from kernel.errors import Conflict, TryAgain
from kernel.ledger import queries as books
from services.transactions.commands.make_statement import StatementNotBalanced
from services.transactions.metrics import statement_files_total
from services.transactions.models import Statement, StatementFile
from services.transactions.statements import format_of
from services.transactions.statements.head import FeeLine, Head, Line
from services.transactions.statements.storage import statement_storage
from services.transactions.statements.yields import apy_earned

log = structlog.get_logger(__name__)

# Up to so many lines a file is made while its reader waits; a worker makes the longer ones.
AT_ONCE: Final = {"pdf": 200}
AT_ONCE_ELSE: Final = 2_000
_STEP: Final = 1_000
_TAKEN: Final = timedelta(minutes=2)
_ATTEMPTS: Final = 5

Clock = Callable[[], datetime]


class StatementFileRefused(Conflict):
    """The file did not pass the bank's own checks and is not handed out; the bank has been told."""


class StatementFileNotFailed(Conflict):
    """The file has not failed: it is there, or it is being made."""


class StatementFileLost(TryAgain):
    """The file is not where the bank keeps it; the bank has been told."""


def ask_for_file(*, statement: Statement, file_format: str, clock: Clock) -> StatementFile:
    """Return a statement's file: ready when it is kept or short, else waiting for a worker.

    Raises:
        StatementFileRefused: its lines do not come to what it says, or it could not be made.

    """
    file, _ = StatementFile.objects.get_or_create(
        statement=statement, format=file_format, defaults={"asked_at": clock()}
    )
    if file.status == StatementFile.Status.FAILED:
        raise StatementFileRefused
    is_short = statement.count <= AT_ONCE.get(file_format, AT_ONCE_ELSE)
    if file.status == StatementFile.Status.MAKING and is_short:
        make_file(file_id=file.id, clock=clock)
        file.refresh_from_db()
        if file.status == StatementFile.Status.FAILED:
            raise StatementFileRefused
    return file


def retry_file(*, statement: Statement, file_format: str, clock: Clock) -> StatementFile:
    """Let a file that failed be made again, by a worker; it must pass the same checks.

    One that was handed out once must come out with its old hash.

    Raises:
        StatementFileNotFailed: nobody asked for it, or it has not failed.

    """
    failed = StatementFile.objects.filter(
        statement=statement, format=file_format, status=StatementFile.Status.FAILED
    )
    if not failed.update(
        status=StatementFile.Status.MAKING, percent=0, attempts=0, asked_at=clock()
    ):
        raise StatementFileNotFailed
    return StatementFile.objects.get(statement=statement, format=file_format)


def read_file(*, file: StatementFile, clock: Clock) -> Iterator[bytes]:
    """Yield a ready file in pieces. One that is lost is made again, and must come out the same.

    Raises:
        StatementFileLost: it is not there now.

    """
    assert file.status == StatementFile.Status.READY
    storage = statement_storage()
    try:
        return storage.read(file_id=file.id)
    except FileNotFoundError:
        log.exception("statement.file_lost", file_id=str(file.id))
    ready = StatementFile.objects.filter(id=file.id, status=StatementFile.Status.READY)
    ready.update(status=StatementFile.Status.MAKING, percent=0, attempts=0, asked_at=clock())
    raise StatementFileLost


def make_due_files(*, clock: Clock, limit: int = 20) -> bool:
    """Make the files that wait, the oldest first; return whether there may be more."""
    due = _free(clock()).order_by("id").values_list("id", flat=True)[:limit]
    for file_id in list(due):
        try:
            make_file(file_id=file_id, clock=clock)
        except Exception:
            # It is tried again when its time is up; the others do not wait for it.
            log.exception("statement.file_not_made", file_id=str(file_id))
    return len(due) == limit


def make_file(*, file_id: UUID, clock: Clock) -> bool:
    """Make a file, if nobody else is at it; return whether it is ready now.

    The lines are read a page at a time and written as they are read. Their number, their order, the
    balance after each and the closing balance are proven on the way; nothing is kept otherwise.
    """
    taken = _free(clock()).filter(id=file_id)
    if not taken.update(taken_until=clock() + _TAKEN, attempts=F("attempts") + 1):
        return False
    file = StatementFile.objects.select_related("statement").get(id=file_id)
    statement = file.statement
    how = format_of(file.format, count=statement.count)
    lines = _proven(statement, progress=lambda count: _note_progress(file, count, clock=clock))
    try:
        kept = statement_storage().write(
            file_id=file.id, pieces=how.write(head_of(statement), lines)
        )
    except StatementNotBalanced:
        log.error("statement.not_balanced", statement_id=str(statement.id))  # noqa: TRY400
        _fail(file)
        return False
    except Exception:
        if file.attempts >= _ATTEMPTS:
            _fail(file)
        raise
    if file.sha256 is not None and bytes(file.sha256) != kept.sha256:
        # A file that was handed out once is not replaced by another.
        log.error("statement.file_differs", file_id=str(file.id))
        _fail(file)
        return False
    StatementFile.objects.filter(id=file.id).update(
        status=StatementFile.Status.READY,
        percent=100,
        sha256=kept.sha256,
        size=kept.size,
        made_at=clock(),
        taken_until=None,
    )
    statement_files_total.labels(file.format, "made").inc()
    return True


def head_of(statement: Statement) -> Head:
    """Return what stands above a statement's lines."""
    return Head(
        id=statement.id,
        account_id=statement.account_id,
        number=statement.number,
        title=statement.title,
        currency=statement.currency,
        bank_name=settings.BANK_NAME,
        bank_bic=settings.BANK_BIC,
        from_date=statement.from_date,
        to_date=statement.to_date,
        created_at=statement.created_at,
        opening_minor=statement.opening_minor,
        closing_minor=statement.closing_minor,
        count=statement.count,
        in_count=statement.in_count,
        in_minor=statement.in_minor,
        out_minor=statement.out_minor,
        interest_minor=statement.interest_minor,
        tax_minor=statement.tax_minor,
        fees=tuple(
            FeeLine(name=name or "Fee", count=count, amount_minor=minor)
            for name, count, minor in statement.fees
        ),
        fees_minor=statement.fees_minor,
        days=statement.days,
        average_minor=statement.average_minor,
        apy=_apy(statement),
    )


def _apy(statement: Statement) -> Decimal | None:
    return apy_earned(
        interest_minor=statement.interest_minor,
        average_minor=statement.average_minor,
        days=statement.days,
    )


def _proven(statement: Statement, *, progress: Callable[[int], None]) -> Iterator[Line]:
    """Yield the lines of a statement while proving them, and the whole at their end."""
    lines = books.LineRange(
        first_sequence=statement.first_sequence,
        last_sequence=statement.last_sequence,
        opening_minor=statement.opening_minor,
        closing_minor=statement.closing_minor,
    )
    balance, sequence = statement.opening_minor, statement.first_sequence - 1
    for count, line in enumerate(
        books.read_lines(account_id=statement.account_id, lines=lines), start=1
    ):
        balance, sequence = balance + line.amount_minor, sequence + 1
        if line.sequence != sequence or line.balance_minor != balance:
            raise StatementNotBalanced
        yield line
        if count % _STEP == 0:
            progress(count)
    if sequence != statement.last_sequence or balance != statement.closing_minor:
        raise StatementNotBalanced


def _note_progress(file: StatementFile, count: int, *, clock: Clock) -> None:
    # A hundred means that it is there.
    percent = min(99, 100 * count // max(1, file.statement.count))
    StatementFile.objects.filter(id=file.id).update(percent=percent, taken_until=clock() + _TAKEN)


def _free(now: datetime) -> QuerySet[StatementFile]:
    making = StatementFile.objects.filter(status=StatementFile.Status.MAKING)
    return making.filter(Q(taken_until__isnull=True) | Q(taken_until__lt=now))


def _fail(file: StatementFile) -> None:
    StatementFile.objects.filter(id=file.id).update(
        status=StatementFile.Status.FAILED, taken_until=None
    )
    statement_files_total.labels(file.format, "failed").inc()
