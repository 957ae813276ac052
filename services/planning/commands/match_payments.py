"""Find the real payments of what was planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from services.planning import queries
from services.planning.filing import reads_like
from services.planning.models import Plan, Record
from services.planning.plans import recurrence_of

# How many days early or late a payment may be.
_WINDOW: Final = 6
_WINDOW_OF_A_WEEK: Final = 3
# How far the amount may be off, in percent: a salary with overtime is a salary. What only amount
# and day tell must be nearer.
_TOLERANCE: Final = 60
_TOLERANCE_UNNAMED: Final = 2
_WEEK: Final = 7


def match_payments(*, person_id: UUID, since: date, now: datetime) -> int:
    """Tie records from a day on to the planned days that they settle; return how many.

    A record settles one day of one plan at most, the nearest; a day is settled once.
    """
    plans = queries.list_plans(person_id=person_id)
    if not plans:
        return 0
    first = since - timedelta(days=_WINDOW)
    records = list(
        Record.objects.filter(
            person_id=person_id,
            is_live=True,
            booked_on__gte=first,
            plan_id__isnull=True,
            kind__in=(Record.Kind.INCOME, Record.Kind.EXPENSE),
        ).order_by("booked_on", "id")
    )
    tied = Record.objects.filter(plan_id__in=[plan.id for plan in plans])
    settled: set[tuple[Any, Any]] = set(tied.values_list("plan_id", "plan_date"))
    changed = []
    for record in records:
        found = _planned_day(record, plans=plans, settled=settled)
        if found is None:
            continue
        plan, day = found
        settled.add((plan.id, day))
        record.plan_id, record.plan_date, record.changed_at = plan.id, day, now
        if record.filed_by == Record.FiledBy.NOBODY:
            record.category_id = plan.category_id
        changed.append(record)
    Record.objects.bulk_update(
        changed, ["plan_id", "plan_date", "category", "changed_at"], batch_size=200
    )
    return len(changed)


def _planned_day(
    record: Record, *, plans: Iterable[Plan], settled: set[tuple[Any, Any]]
) -> tuple[Plan, date] | None:
    candidates = [
        (abs((day - record.booked_on).days), _off_minor(record, plan), plan, day)
        for plan in plans
        if may_be_of(record, plan)
        for day in _days_around(record.booked_on, plan)
        if (plan.id, day) not in settled
    ]
    if not candidates:
        return None
    _, _, plan, day = min(candidates, key=lambda one: (one[0], one[1], one[2].id, one[3]))
    return plan, day


def may_be_of(record: Record, plan: Plan) -> bool:
    """Return whether a record looks like a payment of a plan, its day apart."""
    if (record.kind, record.currency) != (plan.kind, plan.currency):
        return False
    is_named = bool(plan.counterparty or plan.text)
    percent = _TOLERANCE if is_named else _TOLERANCE_UNNAMED
    near = _off_minor(record, plan) * 100 <= plan.amount_minor * percent
    return near and reads_like(record, plan)


def _off_minor(record: Record, plan: Plan) -> int:
    return abs(abs(record.amount_minor) - plan.amount_minor)


def _days_around(day: date, plan: Plan) -> list[date]:
    recurrence = recurrence_of(plan)
    window = _WINDOW if recurrence.days_apart() > _WEEK else _WINDOW_OF_A_WEEK
    return recurrence.between(day - timedelta(days=window), day + timedelta(days=window))
