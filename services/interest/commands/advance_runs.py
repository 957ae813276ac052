"""Do what is due, a chunk at a time: safe to call any time, by any number of workers at once."""

from __future__ import annotations

import time
from datetime import date, datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import DatabaseError, IntegrityError, InterfaceError, connection, transaction

from kernel.errors import TryAgain
from kernel.ledger.contention import what_happened
from services.interest import metrics
from services.interest.commands.accrue_day import accrue_range
from services.interest.commands.control_run import control_run, differences
from services.interest.commands.credit_period import credit_range
from services.interest.commands.mature_deposits import mature_range
from services.interest.commands.plan_run import due_run
from services.interest.models import InterestRun, InterestRunChunk
from services.interest.queries.days import Day, read_day

log = structlog.get_logger(__name__)

_OPEN: Final = (InterestRun.Status.PLANNED, InterestRun.Status.RUNNING)


def advance_runs(*, now: datetime, seconds: float = 25.0, through: date | None = None) -> bool:
    """Work on the runs that are due, in order, until none is or the time is up.

    Returns whether something is left that can be done now; days after `through` are not begun.
    Killed at any moment, it leaves whole chunks: a chunk's rows and its mark are one transaction.
    """
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            run = due_run(now=now, through=through)
            if run is None or run.status not in _OPEN:
                return False
            if not _work(run, now=now, until=until):
                return False
        except (DatabaseError, InterfaceError, TryAgain) as failure:
            if not _passes(failure):
                raise
            if not isinstance(failure, TryAgain) and what_happened(failure) == "lost":
                connection.close()
            metrics.contention_total.labels(type(failure).__name__).inc()
            return True
    return True


def _work(run: InterestRun, *, now: datetime, until: float) -> bool:
    """Do a run's chunks until the time is up; return whether there is more to do for us."""
    started = InterestRun.objects.filter(id=run.id, status=InterestRun.Status.PLANNED)
    started.update(status=InterestRun.Status.RUNNING, started_at=now)
    day = read_day(business_date=run.business_date)
    while time.monotonic() < until:
        try:
            worked = _do_chunk(run.id, day=day, now=now)
        except Exception as failure:
            if not _passes(failure):
                _fail(run, failure)
            raise
        if not worked:
            return _finish(run.id, now=now)
    return True


def _do_chunk(run_id: UUID, *, day: Day, now: datetime) -> bool:
    """Do the next chunk that nobody else is doing; False when there is none, or the run stands."""
    with transaction.atomic(durable=True):
        run = InterestRun.objects.get(id=run_id)
        if run.status != InterestRun.Status.RUNNING:
            return False
        chunks = InterestRunChunk.objects.select_for_update(skip_locked=True)
        chunk = chunks.filter(run_id=run_id, done_at=None).order_by("position").first()
        if chunk is None:
            return False
        if run.kind == InterestRun.Kind.ACCRUAL:
            rows = accrue_range(day, first_id=chunk.first_id, last_id=chunk.last_id, now=now)
            excepted = 0
        elif run.kind == InterestRun.Kind.MATURE:
            rows, excepted = mature_range(run, chunk, now=now)
        else:
            rows, excepted = credit_range(run, chunk, now=now)
        InterestRunChunk.objects.filter(run_id=run_id, position=chunk.position).update(
            rows=rows, excepted=excepted, done_at=now
        )
    metrics.rows_total.labels(run.kind).inc(rows)
    return True


def _finish(run_id: UUID, *, now: datetime) -> bool:
    """Close a run whose chunks are all done; return whether the next one may begin."""
    if InterestRunChunk.objects.filter(run_id=run_id, done_at=None).exists():
        return False
    run = InterestRun.objects.get(id=run_id)
    if run.status != InterestRun.Status.RUNNING:
        return run.status not in {InterestRun.Status.PAUSED, InterestRun.Status.FAILED}
    totals = run.totals | control_run(run)
    running = InterestRun.objects.filter(id=run_id, status=InterestRun.Status.RUNNING)
    if running.update(status=InterestRun.Status.DONE, finished_at=now, totals=totals):
        wrong = differences(totals)
        if wrong:
            log.critical("interest.control_difference", run=str(run_id), **wrong)
        metrics.show_run(run.kind, business_date=run.business_date, totals=totals, now=now)
    return True


def _passes(failure: Exception) -> bool:
    """Return whether nothing is wrong but the moment: the chunk is simply done again."""
    if isinstance(failure, DatabaseError | InterfaceError):
        return what_happened(failure) is not None
    return isinstance(failure, TryAgain)


def _fail(run: InterestRun, failure: Exception) -> None:
    """Stop a run that cannot go on; operations resume it when the cause is gone."""
    log.error("interest.run_failed", run=str(run.id), kind=run.kind, exc_info=failure)
    if isinstance(failure, IntegrityError):
        metrics.duplicates_total.labels(run.kind).inc()
    InterestRun.objects.filter(id=run.id, status=InterestRun.Status.RUNNING).update(
        status=InterestRun.Status.FAILED, failure=type(failure).__name__[:200]
    )
