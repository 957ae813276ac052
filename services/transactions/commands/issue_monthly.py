"""Issue everybody's statement of a month that is over, a chunk of accounts at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

import structlog
from django.db import transaction

from kernel.ledger import queries as books
from kernel.outbox.models import Event
from services.transactions.commands.make_statement import (
    StatementNotBalanced,
    last_day_of,
    make_statement,
)
from services.transactions.metrics import statements_total
from services.transactions.models import StatementFile, StatementRun

log = structlog.get_logger(__name__)

CHUNK: Final = 100
# The format that every monthly statement is kept in from the beginning.
KEPT_AS: Final = "json"
READY: Final = "statement.ready"


def issue_monthly_statements(*, now: datetime, chunk: int = CHUNK) -> bool:
    """Issue the next chunk of the oldest month that is due; return whether there may be more.

    Safe at any time and from two processes: the run's row is locked, and (account, period) is one
    row. What is cut off goes on behind the last chunk. An account that does not add up is counted,
    logged and passed over, so that it does not stand in everybody's way.
    """
    opened = books.get_open_day()
    if opened is None:
        return False
    month = _due(opened)
    if month is None:
        return False
    StatementRun.objects.get_or_create(month=month, defaults={"started_at": now})
    with transaction.atomic():
        run = StatementRun.objects.select_for_update().get(month=month)
        if run.finished_at is None:
            _issue_chunk(run, now=now, chunk=chunk)
    return _due(opened) is not None


def _due(opened: date) -> date | None:
    """Return the first day of the oldest month that is over and not finished, or None."""
    latest = (opened.replace(day=1) - timedelta(days=1)).replace(day=1)
    done = StatementRun.objects.filter(finished_at__isnull=False).order_by("-month").first()
    # The first run begins with the last month: what was before can be asked for.
    month = latest if done is None else (last_day_of(done.month) + timedelta(days=1))
    return month if month <= latest else None


def _issue_chunk(run: StatementRun, *, now: datetime, chunk: int) -> None:
    last_day = last_day_of(run.month)
    opened_before = datetime.combine(last_day + timedelta(days=1), time(), tzinfo=UTC)
    found = books.list_statement_accounts(
        opened_before=opened_before, after=run.after_id, limit=chunk
    )
    accounts = books.get_known_accounts(account_ids=[account_id for account_id, _ in found])
    for account_id, _ in found:
        account = accounts[account_id]
        if account.status == "closed" and _ended_before(account, run.month):
            continue
        try:
            statement, is_new = make_statement(
                account=account, from_date=run.month, to_date=last_day, actor_id=None, now=now
            )
        except StatementNotBalanced:
            run.failed_count += 1
            statements_total.labels("failed").inc()
            continue
        StatementFile.objects.get_or_create(
            statement=statement, format=KEPT_AS, defaults={"asked_at": now}
        )
        if is_new:
            # Holders are told; what they want to hear of is auth's to know.
            Event.objects.create(
                name=READY,
                payload={"account_id": str(account_id), "period": f"{run.month:%Y-%m}"},
                created_at=now,
            )
        run.made_count += 1
        statements_total.labels("issued").inc()
    if found:
        run.after_id = found[-1][0]
    if len(found) < chunk:
        run.finished_at = now
        log.info(
            "statements.issued",
            month=run.month.isoformat(),
            made=run.made_count,
            failed=run.failed_count,
        )
    run.save()


def _ended_before(account: books.HeldAccount, month: date) -> bool:
    last = account.last_posted_at
    return last is None or last.date() < month
