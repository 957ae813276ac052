"""Issue a statement: fix which lines it has, prove that they add up, and keep what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from kernel.errors import Conflict, Refused
from kernel.ledger import queries as books
from services.transactions.models import Statement
from services.transactions.statements.yields import average_balance_minor

log = structlog.get_logger(__name__)


class PeriodNotOver(Refused):
    """A statement covers business days that are over."""


class TooManyStatements(Refused):
    """Somebody may ask for so many new statements in a day."""


class StatementNotBalanced(Conflict):
    """The statement does not add up and is not handed out; the bank has been told."""


def make_statement(
    *,
    account: books.HeldAccount,
    from_date: date,
    to_date: date,
    actor_id: UUID | None,
    now: datetime,
) -> tuple[Statement, bool]:
    """Return the statement of an account over business days, and whether it is a new one.

    Closed days never change, so the same period is the same statement, whoever asks.

    Raises:
        PeriodNotOver: a day of it is open, or still to come.
        TooManyStatements: the person asked for STATEMENTS_PER_DAY new ones in 24 hours.
        StatementNotBalanced: opening and movements are not the closing balance: a defect.

    """
    assert from_date <= to_date
    found = Statement.objects.filter(account_id=account.id, from_date=from_date, to_date=to_date)
    if (statement := found.first()) is not None:
        return statement, False
    opened = books.get_open_day()
    if opened is None or to_date >= opened:
        raise PeriodNotOver(field="to")
    if actor_id is not None:
        _refuse_too_many(actor_id, now=now)
    with transaction.atomic():
        statement, is_new = Statement.objects.get_or_create(
            account_id=account.id,
            from_date=from_date,
            to_date=to_date,
            defaults=_content(account, from_date=from_date, to_date=to_date)
            | {"is_monthly": is_month(from_date, to_date), "actor_id": actor_id, "created_at": now},
        )
    return statement, is_new


def is_month(from_date: date, to_date: date) -> bool:
    """Return whether a period is one calendar month."""
    return from_date.day == 1 and to_date == last_day_of(from_date)


def last_day_of(month: date) -> date:
    """Return the last day of the month that a day is in."""
    year, following = month.year + month.month // 12, month.month % 12 + 1
    return date.fromordinal(date(year, following, 1).toordinal() - 1)


def _refuse_too_many(actor_id: UUID, *, now: datetime) -> None:
    # Each is a row and up to six files that are kept for years. Asked at once, a few more get
    # through, which harms nobody.
    since = now - timedelta(days=1)
    asked = Statement.objects.filter(actor_id=actor_id, created_at__gt=since).count()
    if asked >= settings.STATEMENTS_PER_DAY:
        raise TooManyStatements


def _content(account: books.HeldAccount, *, from_date: date, to_date: date) -> dict[str, object]:
    lines = books.get_line_range(account_id=account.id, from_date=from_date, to_date=to_date)
    sums = books.sum_lines(account_id=account.id, lines=lines)
    adds_up = lines.opening_minor + sums.moved_minor == lines.closing_minor
    if not adds_up or sums.count != lines.count:
        log.error(
            "statement.not_balanced",
            account_id=str(account.id),
            first_sequence=lines.first_sequence,
            last_sequence=lines.last_sequence,
        )
        raise StatementNotBalanced
    day_ends = books.list_day_ends(account_id=account.id, lines=lines)
    since = _since(account, lines=lines, day_ends=day_ends, from_date=from_date, to_date=to_date)
    fees = books.list_fee_sums(account_id=account.id, lines=lines) if sums.fees_minor else []
    return {
        "number": account.number,
        "title": account.title,
        "currency": account.currency,
        "first_sequence": lines.first_sequence,
        "last_sequence": lines.last_sequence,
        "opening_minor": lines.opening_minor,
        "closing_minor": lines.closing_minor,
        "in_count": sums.in_count,
        "in_minor": sums.in_minor,
        "out_minor": sums.out_minor,
        "interest_minor": sums.interest_minor,
        "tax_minor": sums.tax_minor,
        "fees": [[fee.note, fee.count, fee.amount_minor] for fee in fees],
        "fees_minor": sums.fees_minor,
        "days": (to_date - since).days + 1,
        "average_minor": average_balance_minor(
            opening_minor=lines.opening_minor,
            day_ends=day_ends,
            from_date=since,
            to_date=to_date,
        ),
    }


def _since(
    account: books.HeldAccount,
    *,
    lines: books.LineRange,
    day_ends: Sequence[tuple[date, int]],
    from_date: date,
    to_date: date,
) -> date:
    """Return from which day the account was there: before that it could earn on nothing."""
    if lines.opening_minor:
        return from_date
    opened = account.opened_at.astimezone(UTC).date()
    first = day_ends[0][0] if day_ends else to_date
    return max(from_date, min(opened, first, to_date))
