"""Incomes and expenses that a person expects, and those that their history proposes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Invalid, Refused
from kernel.money import decimals_of, parse_amount
from services.planning import queries
from services.planning.commands.match_payments import match_payments
from services.planning.filing import folded
from services.planning.models import Plan, Record
from services.planning.plans import recurrence_of

MAX_PLANS: Final = 100
_FURTHEST: Final = timedelta(days=10 * 366)


class PlanDateOutOfRange(Invalid):
    """A plan begins within ten years from today, before or after."""


class TooManyPlans(Refused):
    """There are as many plans as one person can have."""


@transaction.atomic
def create_plan(*, person_id: UUID, kind: str, now: datetime, **wanted: Any) -> Plan:
    """Write down an income or an expense, and find what was paid of it already.

    Raises:
        CategoryNotFound, CurrencyUnknown, AmountInvalid, PlanDateOutOfRange, RecurrenceInvalid,
        TooManyPlans: in this order.

    """
    plan = Plan(person_id=person_id, kind=kind, created_at=now)
    _write(plan, wanted, now=now)
    if len(queries.list_plans(person_id=person_id)) >= MAX_PLANS:
        raise TooManyPlans
    plan.save()
    match_payments(person_id=person_id, since=plan.first_date, now=now)
    return plan


@transaction.atomic
def change_plan(*, person_id: UUID, kind: str, plan_id: UUID, now: datetime, **wanted: Any) -> Plan:
    """Change a plan. What was paid of it is looked for anew.

    Raises:
        IncomeNotFound, ExpenseNotFound, CategoryNotFound, CurrencyUnknown, AmountInvalid,
        PlanDateOutOfRange, RecurrenceInvalid: in this order.

    """
    plan = queries.get_plan(person_id=person_id, kind=kind, plan_id=plan_id)
    _write(plan, wanted, now=now)
    plan.save()
    _release(plan, now=now)
    match_payments(person_id=person_id, since=plan.first_date, now=now)
    return plan


@transaction.atomic
def delete_plan(*, person_id: UUID, kind: str, plan_id: UUID, now: datetime) -> None:
    """Forget a plan. Its payments are records as any other.

    Raises:
        IncomeNotFound, ExpenseNotFound: there is none, or it is somebody else's.

    """
    plan = queries.get_plan(person_id=person_id, kind=kind, plan_id=plan_id)
    plan.is_live, plan.changed_at = False, now
    plan.save(update_fields=["is_live", "changed_at"])
    _release(plan, now=now)


def _release(plan: Plan, *, now: datetime) -> None:
    tied = Record.objects.filter(person_id=plan.person_id, plan_id=plan.id)
    tied.update(plan_id=None, plan_date=None, changed_at=now)


def _write(plan: Plan, wanted: dict[str, Any], *, now: datetime) -> None:
    if "category" in wanted:
        category = queries.get_category(person_id=plan.person_id, category_id=wanted["category"])
        plan.category_id = category.id
    elif plan.category_id is None:
        plan.category_id = queries.default_category_id()
    plan.currency = wanted.get("currency", plan.currency)
    decimals_of(plan.currency)
    if "amount" in wanted or "currency" in wanted:
        plan.amount_minor = parse_amount(wanted.get("amount"), currency=plan.currency)
    for name in ("name", "frequency", "rrule", "first_date", "end_date"):
        if name in wanted:
            setattr(plan, name, wanted[name])
    for name in ("counterparty", "text"):
        if name in wanted:
            setattr(plan, name, folded(wanted[name]))
    _refuse_far(plan.first_date, now=now)
    recurrence_of(plan)
    plan.changed_at = now


def _refuse_far(day: date, *, now: datetime) -> None:
    if not now.date() - _FURTHEST <= day <= now.date() + _FURTHEST:
        raise PlanDateOutOfRange(field="first_date")
