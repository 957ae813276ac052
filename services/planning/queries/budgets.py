"""Reads: budgets, and how far they are used."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.db.models import Sum

from kernel.errors import NotFound
from services.planning.models import Budget, Plan, Record
from services.planning.plans import recurrence_of
from services.planning.queries.allowance import Cycle, get_cycle
from services.planning.queries.plans import list_plans
from services.planning.queries.rates import get_rates

_MONTHS = 12


class BudgetNotFound(NotFound):
    """There is no such budget."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BudgetUse:
    """A budget in its present cycle.

    `carried_minor` is what the cycles before left over, or, below zero, overspent. The pace line is
    where spending would stand today if it were even.
    """

    budget: Budget
    cycle: Cycle
    carried_minor: int
    spent_minor: int
    pace_minor: int
    unconverted_count: int

    @property
    def available_minor(self) -> int:
        """Return what the cycle has in all."""
        return self.budget.amount_minor + self.carried_minor

    @property
    def left_minor(self) -> int:
        """Return what is left; below zero when it is passed."""
        return self.available_minor - self.spent_minor


def get_budget(*, person_id: UUID, budget_id: UUID) -> Budget:
    """Return one budget of a person.

    Raises:
        BudgetNotFound: there is none, or it is somebody else's.

    """
    budget = Budget.objects.filter(person_id=person_id, id=budget_id).first()
    if budget is None:
        raise BudgetNotFound
    return budget


def list_budget_uses(*, person_id: UUID, today: date) -> list[BudgetUse]:
    """Return a person's budgets and how far they are used, the oldest first."""
    budgets = list(Budget.objects.filter(person_id=person_id).order_by("id"))
    if not budgets:
        return []
    payday = get_cycle(person_id=person_id, today=today)
    starts = {one.id: _starts(one, payday=payday, today=today) for one in budgets}
    spent = _spent(budgets, first=min(days[0] for days in starts.values()), today=today)
    return [_use(one, starts[one.id], payday, spent[one.category_id], today) for one in budgets]


def _use(
    budget: Budget,
    starts: list[date],
    payday: Cycle,
    spent: list[tuple[str, date, int]],
    today: date,
) -> BudgetUse:
    rates = get_rates(
        currencies={budget.currency, *(currency for currency, _, _ in spent)},
        first=starts[0],
        last=today,
    )
    by_day: dict[date, int] = defaultdict(int)
    lost = 0
    for currency, day, minor in spent:
        found = rates.convert(-minor, currency=currency, to=budget.currency, day=day)
        lost += found is None
        by_day[day] += found or 0
    carried = sum(
        budget.amount_minor - sum(by_day[day] for day in by_day if first <= day < following)
        for first, following in pairwise(starts)
    )
    first = starts[-1]
    cycle = payday if budget.cycle == Budget.Cycle.PAYDAY else _month(first)
    available = budget.amount_minor + carried
    return BudgetUse(
        budget=budget,
        cycle=cycle,
        carried_minor=carried,
        spent_minor=sum(minor for day, minor in by_day.items() if day >= first),
        pace_minor=max(0, available) * ((today - first).days + 1) // cycle.days,
        unconverted_count=lost,
    )


def _starts(budget: Budget, *, payday: Cycle, today: date) -> list[date]:
    """Return the first days of the cycles that count, the present one last."""
    if budget.cycle == Budget.Cycle.PAYDAY:
        present = payday.first_date
        before = _paydays(budget.person_id, budget.first_date, present) if budget.rolls_over else []
        return [*before, present]
    present = today.replace(day=1)
    if not budget.rolls_over:
        return [present]
    first = budget.first_date.replace(day=1)
    months = range(first.year * _MONTHS + first.month - 1, present.year * _MONTHS + present.month)
    return [date(month // _MONTHS, month % _MONTHS + 1, 1) for month in months]


def _paydays(person_id: UUID, first: date, before: date) -> list[date]:
    """Return the planned paydays from a budget's first cycle up to the present one."""
    plans = list_plans(person_id=person_id, kind=Plan.Kind.INCOME)
    days = {day for plan in plans for day in recurrence_of(plan).between(plan.first_date, before)}
    opened = max((day for day in days if day <= first), default=first)
    return sorted(day for day in days if opened <= day < before)


def _month(first: date) -> Cycle:
    month = first.year * _MONTHS + first.month
    following = date(month // _MONTHS, month % _MONTHS + 1, 1)
    return Cycle(first_date=first, next_date=following, is_payday=False)


def _spent(
    budgets: list[Budget], *, first: date, today: date
) -> dict[UUID, list[tuple[str, date, int]]]:
    records = Record.objects.filter(
        person_id=budgets[0].person_id,
        is_live=True,
        kind=Record.Kind.EXPENSE,
        category_id__in=[one.category_id for one in budgets],
        booked_on__gte=first,
        booked_on__lte=today,
    )
    groups = records.order_by().values_list("category_id", "currency", "booked_on")
    found: dict[UUID, list[tuple[str, date, int]]] = defaultdict(list)
    for category_id, currency, day, minor in groups.annotate(total=Sum("amount_minor")):
        found[category_id].append((currency, day, minor))
    return found
