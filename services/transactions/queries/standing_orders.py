"""Standing orders: what was ordered, what became of it, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.transactions.models import OrderExecution, StandingOrder
from services.transactions.schedules import Schedule


class StandingOrderNotFound(NotFound):
    """There is no such standing order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Upcoming:
    """A day on which an order will be carried out, or left out."""

    day: date
    order: StandingOrder
    is_skipped: bool


def schedule_of(order: StandingOrder) -> Schedule:
    """Return the days of an order."""
    return Schedule(
        frequency=order.frequency,
        first_date=order.first_date,
        interval=order.interval,
        day_of_month=order.day_of_month,
        end_date=order.end_date,
        max_executions=order.max_executions,
    )


def get_standing_order(*, person_id: UUID, order_id: UUID) -> StandingOrder:
    """Return an order of the person.

    Raises:
        StandingOrderNotFound: there is none, or it is somebody else's.

    """
    order = StandingOrder.objects.filter(person_id=person_id, id=order_id).first()
    if order is None:
        raise StandingOrderNotFound
    return order


def list_standing_orders(
    *, person_id: UUID, status: str | None, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[StandingOrder], list[Any] | None]:
    """Return a page of the person's orders, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    orders = StandingOrder.objects.filter(person_id=person_id).order_by("-id")
    if status is not None:
        orders = orders.filter(status=status)
    if cursor is not None:
        before = parse_id(cursor[0]) if len(cursor) == 1 else None
        if before is None:
            raise CursorInvalid(field="cursor")
        orders = orders.filter(id__lt=before)
    found = list(orders[: limit + 1])
    page, more = found[:limit], len(found) > limit
    return page, [str(page[-1].id)] if more else None


def list_executions(
    *, order: StandingOrder, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[OrderExecution], list[Any] | None]:
    """Return a page of what became of an order, the latest day first, and the next position.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    executions = OrderExecution.objects.filter(order=order).order_by("-due_date")
    if cursor is not None:
        executions = executions.filter(due_date__lt=_read_day(cursor))
    found = list(executions[: limit + 1])
    page, more = found[:limit], len(found) > limit
    return page, [page[-1].due_date.isoformat()] if more else None


def list_upcoming(*, person_id: UUID, today: date, days: int) -> list[Upcoming]:
    """Return what will be carried out up to `days` days from today, the earliest first."""
    last = today + timedelta(days=days)
    orders = StandingOrder.objects.filter(
        person_id=person_id, status=StandingOrder.Status.ACTIVE, next_date__lte=last
    )
    found = [
        Upcoming(day=day, order=order, is_skipped=day.isoformat() in order.skipped_dates)
        for order in orders
        for day in takewhile(lambda day: day <= last, schedule_of(order).days())
        if order.next_date is not None and day >= order.next_date
    ]
    return sorted(found, key=lambda one: (one.day, one.order.id))


def list_due(*, today: date, after: UUID | None, limit: int) -> list[UUID]:
    """Return the next orders, after `after`, with a day that is due and was not tried today."""
    due = StandingOrder.objects.filter(
        Q(tried_on__isnull=True) | Q(tried_on__lt=today),
        status=StandingOrder.Status.ACTIVE,
        next_date__lte=today,
    )
    if after is not None:
        due = due.filter(id__gt=after)
    return list(due.order_by("id").values_list("id", flat=True)[:limit])


def _read_day(cursor: Sequence[Any]) -> date:
    try:
        (text,) = cursor
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise CursorInvalid(field="cursor") from None
