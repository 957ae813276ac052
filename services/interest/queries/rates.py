"""The rate in force on a day, and the history of rates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from kernel.cursors import CursorInvalid
from services.interest.arithmetic import Terms
from services.interest.models import InterestRate


@dataclass(frozen=True, kw_only=True, slots=True)
class PublishedRate:
    """A rate and the day on which the next one takes over, if there is one."""

    id: UUID
    account_type_code: str
    terms: Terms
    currency: str
    effective_date: date
    replaced_date: date | None
    published_at: datetime

    @property
    def annual_rate_ppm(self) -> int:
        """Return the rate from zero on."""
        return self.terms.tiers[0].annual_rate_ppm

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
    ordered = rates.order_by("account_type_code", "-effective_date").prefetch_related("tiers")
    found = list(ordered[: limit + 1])
    page = [_published(rate) for rate in found[:limit]]
    return page, _write_position(page[-1]) if len(found) > limit else None


def rates_in_force(*, on: date) -> list[InterestRate]:
    """Return the version of each account type that a day counts with, by account type."""
    found: dict[str, InterestRate] = {}
    rates = InterestRate.objects.filter(effective_date__lte=on).order_by("effective_date")
    for rate in rates.prefetch_related("tiers"):
        found[rate.account_type_code] = rate
    return [found[code] for code in sorted(found)]


def rate_in_force(*, account_type_code: str, on: date) -> InterestRate | None:
    """Return the version that a day of an account type counts with, or None."""
    rates = InterestRate.objects.filter(account_type_code=account_type_code, effective_date__lte=on)
    return rates.order_by("-effective_date").prefetch_related("tiers").first()


def _published(rate: InterestRate) -> PublishedRate:
    return PublishedRate(
        id=rate.id,
        account_type_code=rate.account_type_code,
        terms=rate.terms(),
        currency=rate.currency,
        effective_date=rate.effective_date,
        replaced_date=rate.replaced_date,  # type: ignore[attr-defined]
        published_at=rate.published_at,
    )


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
