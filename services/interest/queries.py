"""Reads: the rate in force on a day, and the history of rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kernel.cursors import CursorInvalid
from services.interest.models import InterestRate


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRate:
    """A rate and the day on which the next one takes over, if there is one."""

    id: UUID
    account_type_code: str
    annual_rate_ppm: int
    effective_date: date
    replaced_date: date | None
    published_at: datetime

    def is_in_force(self, *, on: date) -> bool:
        """Return whether a day counts with this rate."""
        return self.effective_date <= on and (self.replaced_date is None or on < self.replaced_date)


def list_rates(
    *,
    limit: int,
    account_type_code: str | None = None,
    on: date | None = None,
    cursor: Sequence[Any] | None = None,
) -> tuple[list[PublishedRate], list[Any] | None]:
    """Return a page of rates by account type, the newest first, and the position of the next page.

    With `on`, only what is in force on that day: at most one rate of each account type. Without,
    the whole history, and what is announced.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    later = InterestRate.objects.filter(
        account_type_code=OuterRef("account_type_code"),
        effective_date__gt=OuterRef("effective_date"),
    ).order_by("effective_date")
    rates = InterestRate.objects.annotate(
        replaced_date=Subquery(later.values("effective_date")[:1])
    )
    if account_type_code is not None:
        rates = rates.filter(account_type_code=account_type_code)
    if on is not None:
        not_replaced = Q(replaced_date=None) | Q(replaced_date__gt=on)
        rates = rates.filter(not_replaced, effective_date__lte=on)
    if cursor is not None:
        code, day = _read_position(cursor)
        further = Q(account_type_code=code, effective_date__lt=day)
        rates = rates.filter(Q(account_type_code__gt=code) | further)
    found = list(
        rates.order_by("account_type_code", "-effective_date").values(
            "id",
            "account_type_code",
            "annual_rate_ppm",
            "effective_date",
            "replaced_date",
            "published_at",
        )[: limit + 1]
    )
    page = [PublishedRate(**row) for row in found[:limit]]
    return page, _write_position(page[-1]) if len(found) > limit else None


def _write_position(rate: PublishedRate) -> list[Any]:
    return [rate.account_type_code, rate.effective_date.isoformat()]


def _read_position(cursor: Sequence[Any]) -> tuple[str, date]:
    if len(cursor) != 2 or not all(isinstance(part, str) for part in cursor):  # noqa: PLR2004
        raise CursorInvalid(field="cursor")
    code, day = cursor
    # No engine takes half a surrogate pair, and PostgreSQL takes no NUL; neither is printable.
    if not code.isprintable():
        raise CursorInvalid(field="cursor")
    try:
        return code, date.fromisoformat(day)
    except ValueError:
        raise CursorInvalid(field="cursor") from None
