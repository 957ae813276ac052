"""Budgets: what may be spent on a category in each cycle."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.errors import Conflict
from kernel.money import decimals_of, parse_amount
from services.planning import queries
from services.planning.models import Budget


class BudgetExists(Conflict):
    """There is a budget for this category already."""


def create_budget(*, person_id: UUID, now: datetime, **wanted: Any) -> Budget:
    """Set a budget for a category, from the cycle on that runs today.

    Raises:
        CategoryNotFound, CurrencyUnknown, AmountInvalid, BudgetExists: in this order.

    """
    category = queries.get_category(person_id=person_id, category_id=wanted.pop("category"))
    budget = Budget(person_id=person_id, category=category, first_date=now.date(), created_at=now)
    _write(budget, wanted, now=now)
    try:
        with transaction.atomic():
            budget.save()
    except IntegrityError:
        raise BudgetExists(field="category") from None
    return budget


def change_budget(*, person_id: UUID, budget_id: UUID, now: datetime, **wanted: Any) -> Budget:
    """Change a budget. What rolls over is counted anew from today's cycle on.

    Raises:
        BudgetNotFound, CurrencyUnknown, AmountInvalid: in this order.

    """
    budget = queries.get_budget(person_id=person_id, budget_id=budget_id)
    _write(budget, wanted, now=now)
    budget.first_date = now.date()
    budget.save()
    return budget


def delete_budget(*, person_id: UUID, budget_id: UUID) -> None:
    """Forget a budget.

    Raises:
        BudgetNotFound: there is none, or it is somebody else's.

    """
    queries.get_budget(person_id=person_id, budget_id=budget_id).delete()


def _write(budget: Budget, wanted: dict[str, Any], *, now: datetime) -> None:
    budget.currency = wanted.get("currency", budget.currency)
    decimals_of(budget.currency)
    if "amount" in wanted or "currency" in wanted:
        budget.amount_minor = parse_amount(wanted.get("amount"), currency=budget.currency)
    budget.cycle = wanted.get("cycle", budget.cycle)
    budget.rolls_over = wanted.get("rolls_over", budget.rolls_over)
    budget.changed_at = now
