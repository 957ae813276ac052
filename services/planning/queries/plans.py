"""Reads: incomes and expenses that are planned."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Max

from kernel.errors import NotFound
from services.planning.models import Plan, Record


class IncomeNotFound(NotFound):
    """There is no such income."""


class ExpenseNotFound(NotFound):
    """There is no such expense."""


def list_plans(*, person_id: UUID, kind: str | None = None) -> list[Plan]:
    """Return what a person plans, the oldest first."""
    plans = Plan.objects.filter(person_id=person_id, is_live=True)
    if kind is not None:
        plans = plans.filter(kind=kind)
    return list(plans.order_by("id"))


def get_plan(*, person_id: UUID, kind: str, plan_id: UUID) -> Plan:
    """Return one of them.

    Raises:
        IncomeNotFound, ExpenseNotFound: there is none, or it is somebody else's.

    """
    plan = Plan.objects.filter(person_id=person_id, kind=kind, id=plan_id, is_live=True).first()
    if plan is None:
        raise IncomeNotFound if kind == Plan.Kind.INCOME else ExpenseNotFound
    return plan


def last_payments(*, plan_ids: Collection[UUID]) -> dict[UUID, date]:
    """Return when a payment of each of these plans was last seen."""
    tied = Record.objects.filter(plan_id__in=plan_ids, is_live=True).order_by()
    return dict(tied.values_list("plan_id").annotate(last=Max("booked_on")))
