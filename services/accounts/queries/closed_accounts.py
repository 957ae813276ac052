"""Reads of the archive of closed accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.accounts.models import ClosedAccount


class ClosedAccountNotFound(NotFound):
    """There is no such closed account."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ClosedAccountFilter:
    """Which closings to list; what is None or empty does not narrow. Days are inclusive, UTC."""

    customer: UUID | None = None
    number: str = ""
    reason: str = ""
    closed_from: date | None = None
    closed_to: date | None = None


def list_closed_accounts(
    *, narrowed: ClosedAccountFilter, cursor: list[Any] | None, limit: int
) -> tuple[list[ClosedAccount], list[Any] | None]:
    """Return a page of closings, the latest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    closings, order = ClosedAccount.objects.all(), []
    if narrowed.customer is not None:
        closings = closings.filter(customer_id=narrowed.customer)
    if narrowed.number:
        closings = closings.filter(number="".join(narrowed.number.split()).upper())
    if narrowed.reason:
        # Two values, one of which nothing has, and part of the order: for an equality MariaDB walks
        # the index from its end to the cursor instead of beginning there.
        closings = closings.filter(reason__in=["", narrowed.reason])
        order.append("-reason")
    if narrowed.closed_from is not None:
        closings = closings.filter(closed_at__gte=_start_of(narrowed.closed_from))
    if narrowed.closed_to is not None:
        closings = closings.filter(closed_at__lt=_start_of(narrowed.closed_to + timedelta(days=1)))
    if cursor is not None:
        closed_at, closing_id = _position(cursor)
        # The first condition bounds the range of the index, the second breaks ties.
        closings = closings.filter(closed_at__lte=closed_at).filter(
            Q(closed_at__lt=closed_at) | Q(id__lt=closing_id)
        )
    closings = closings.order_by(*order, "-closed_at", "-id")
    # Whose key opens the comments is asked afterwards: joined in, it would turn the plan round.
    page = list(
        closings.select_related("restoration").prefetch_related("account__customer")[: limit + 1]
    )
    last = page[limit - 1] if len(page) > limit else None
    following = None if last is None else [last.closed_at.isoformat(), str(last.id)]
    return page[:limit], following


def get_closed_account(*, closing_id: UUID, customer_id: UUID | None) -> ClosedAccount:
    """Return one closing; of one customer, unless None.

    Raises:
        ClosedAccountNotFound: there is none, or it is somebody else's.

    """
    closings = ClosedAccount.objects.filter(id=closing_id).select_related(
        "restoration", "account__customer"
    )
    if customer_id is not None:
        closings = closings.filter(customer_id=customer_id)
    found = closings.first()
    if found is None:
        raise ClosedAccountNotFound
    return found


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))


def _position(cursor: list[Any]) -> tuple[datetime, UUID]:
    closing_id = parse_id(cursor[1]) if len(cursor) == 2 else None  # noqa: PLR2004  (a pair)
    try:
        closed_at = datetime.fromisoformat(cursor[0])
    except (ValueError, TypeError, IndexError):
        raise CursorInvalid(field="cursor") from None
    if closing_id is None or closed_at.tzinfo is None:
        raise CursorInvalid(field="cursor")
    return closed_at, closing_id
