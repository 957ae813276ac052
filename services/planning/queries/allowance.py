"""Reads: what may be spent today, and every term of it. Computed from rows when it is asked for.

Spendable is the income of the cycle, less what is certain to be spent, less what is to be saved. A
cycle goes from payday to payday; without an income that is planned, it is the calendar month.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q, Sum

from kernel.ledger import queries as ledger
from services.planning.conversion import Rates
from services.planning.models import WHOLE_PPM, Goal, Plan, Planner, Record
from services.planning.plans import recurrence_of
from services.planning.queries.plans import list_plans
from services.planning.queries.rates import get_rates
from services.planning.spreading import Day, spread

# A payday may be early by some days, and the one before late.
_SLACK: Final = timedelta(days=10)
_MONTHS_IN_YEAR: Final = 12


@dataclass(frozen=True, kw_only=True, slots=True)
class Cycle:
    """From one payday up to the day before the next. `is_payday` is false for a calendar month."""

    first_date: date
    next_date: date
    is_payday: bool

    @property
    def days(self) -> int:
        """Return how many days it has: one at least."""
        return (self.next_date - self.first_date).days


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One number of the sum, with its sign. `is_real` says that the money has moved already."""

    kind: str
    name: str
    day: date
    amount_minor: int
    is_real: bool
    subject_id: UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lost:
    """A term that stands in no sum, as there is no rate for it."""

    name: str
    currency: str
    amount_minor: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Allowance:
    """What may be spent today, and why."""

    today: date
    currency: str
    carry_over: str
    cycle: Cycle
    terms: list[Term]
    spent_before_minor: int
    spent_today_minor: int
    day: Day
    unconverted: list[Lost]

    def sum_of(self, kind: str) -> int:
        """Return what the terms of a kind come to, with their sign."""
        return sum(term.amount_minor for term in self.terms if term.kind == kind)

    @property
    def spendable_minor(self) -> int:
        """Return what the whole cycle has; below zero when more is certain than comes in."""
        return sum(term.amount_minor for term in self.terms)


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A planned day, and the record that settled it, if one has."""

    plan: Plan
    planned_on: date
    record: Record | None

    @property
    def day(self) -> date:
        """Return when the money moved, or is expected to."""
        return self.planned_on if self.record is None else self.record.booked_on

    @property
    def amount_minor(self) -> int:
        """Return the amount without sign."""
        return self.plan.amount_minor if self.record is None else abs(self.record.amount_minor)

    @property
    def currency(self) -> str:
        """Return the currency of the amount."""
        return self.plan.currency if self.record is None else self.record.currency


@dataclass(slots=True)
class _Sums:
    currency: str
    rates: Rates
    terms: list[Term] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)

    def convert(self, minor: int, *, currency: str, day: date, name: str) -> int:
        """Return an amount in the person's currency; 0, and a note, where there is no rate."""
        found = self.rates.convert(minor, currency=currency, to=self.currency, day=day)
        if found is None:
            self.lost.append(Lost(name=name, currency=currency, amount_minor=minor))
        return found or 0

    def add(self, term: Term, *, currency: str, until: date) -> None:
        """Add a term; what is to come counts at the rate of today."""
        minor = self.convert(
            term.amount_minor, currency=currency, day=min(term.day, until), name=term.name
        )
        if minor:
            self.terms.append(
                Term(
                    kind=term.kind,
                    name=term.name,
                    day=term.day,
                    amount_minor=minor,
                    is_real=term.is_real,
                    subject_id=term.subject_id,
                )
            )


def get_allowance(*, planner: Planner, today: date) -> Allowance:
    """Return what a person may spend today, in their currency."""
    person_id, currency = planner.person_id, planner.currency
    plans = list_plans(person_id=person_id)
    dues = _dues(plans, today=today)
    cycle = cycle_of(dues, today=today)
    free = _free_records(person_id, cycle=cycle, today=today)
    goals = list_goals(person_id=person_id)
    used = {plan.currency for plan in plans} | {row[1] for row in free}
    used |= {goal.currency for goal in goals}
    rates = Rates({})
    if used - {currency}:
        rates = get_rates(currencies=used | {currency}, first=cycle.first_date, last=today)
    sums = _Sums(currency=currency, rates=rates)
    for due in dues:
        if cycle.first_date <= due.day < cycle.next_date:
            sums.add(_term_of(due), currency=due.currency, until=today)
    spent = _add_free(sums, free, today=today)
    income = sum(term.amount_minor for term in sums.terms if term.kind == Plan.Kind.INCOME)
    _add_goals(sums, goals, cycle=cycle, income_minor=income, today=today)
    spendable = sum(term.amount_minor for term in sums.terms)
    return Allowance(
        today=today,
        currency=currency,
        carry_over=planner.carry_over,
        cycle=cycle,
        terms=sorted(sums.terms, key=lambda term: (term.kind, term.day, term.name)),
        spent_before_minor=spent[0],
        spent_today_minor=spent[1],
        day=spread(
            spendable_minor=spendable,
            days=cycle.days,
            today=(today - cycle.first_date).days,
            spent_before_minor=spent[0],
            spent_today_minor=spent[1],
            carry_over=planner.carry_over,
        ),
        unconverted=sums.lost,
    )


def get_cycle(*, person_id: UUID, today: date) -> Cycle:
    """Return a person's present cycle."""
    incomes = list_plans(person_id=person_id, kind=Plan.Kind.INCOME)
    return cycle_of(_dues(incomes, today=today), today=today)


def cycle_of(dues: Iterable[Due], *, today: date) -> Cycle:
    """Return the cycle around a day. Two incomes of one day are one payday."""
    paydays = {due.day for due in dues if due.plan.kind == Plan.Kind.INCOME}
    month = today.replace(day=1)
    first = max((day for day in paydays if day <= today), default=None)
    following = min((day for day in paydays if day > today), default=None)
    return Cycle(
        first_date=first or month,
        next_date=following or _month_after(first or month, today=today),
        is_payday=bool(paydays),
    )


def list_goals(*, person_id: UUID) -> list[Goal]:
    """Return a person's savings goals, the oldest first."""
    return list(Goal.objects.filter(person_id=person_id, is_live=True).order_by("id"))


def _month_after(day: date, *, today: date) -> date:
    """Return the first of the month behind both days: the last income there is was paid."""
    later = max(day, today)
    year, index = divmod(later.year * _MONTHS_IN_YEAR + later.month, _MONTHS_IN_YEAR)
    return date(year, index + 1, 1)


def _dues(plans: list[Plan], *, today: date) -> list[Due]:
    tied = Record.objects.filter(plan_id__in=[plan.id for plan in plans], is_live=True)
    records = (
        {
            (one.plan_id, one.plan_date): one
            for one in tied.filter(plan_date__gte=today - timedelta(days=800))
        }
        if plans
        else {}
    )
    found = []
    for plan in plans:
        recurrence = recurrence_of(plan)
        reach = timedelta(days=2 * recurrence.days_apart()) + _SLACK
        days = recurrence.between(today - reach, today + reach)
        if plan.kind == Plan.Kind.INCOME:
            following = recurrence.next_after(today)
            days = sorted({*days, *([following] if following else [])})
        found += [
            Due(plan=plan, planned_on=day, record=records.get((plan.id, day))) for day in days
        ]
    return found


def _term_of(due: Due) -> Term:
    is_income = due.plan.kind == Plan.Kind.INCOME
    return Term(
        kind=str(due.plan.kind),
        name=due.plan.name,
        day=due.day,
        amount_minor=due.amount_minor if is_income else -due.amount_minor,
        is_real=due.record is not None,
        subject_id=due.plan.id,
    )


def _free_records(
    person_id: UUID, *, cycle: Cycle, today: date
) -> list[tuple[str, str, date, int]]:
    """Return what came and went unplanned since payday: kind, currency, day and sum."""
    records = Record.objects.filter(
        Q(kind=Record.Kind.INCOME) | Q(kind=Record.Kind.EXPENSE),
        person_id=person_id,
        is_live=True,
        plan_id__isnull=True,
        booked_on__gte=cycle.first_date,
        booked_on__lte=today,
    )
    groups = records.order_by().values_list("kind", "currency", "booked_on")
    return list(groups.annotate(total=Sum("amount_minor")).order_by("booked_on", "kind"))


def _add_free(
    sums: _Sums, free: Iterable[tuple[str, str, date, int]], *, today: date
) -> tuple[int, int]:
    """Add unplanned income as a term of its day; return what was spent before today, and today."""
    spent = {False: 0, True: 0}
    for kind, currency, day, minor in free:
        if kind == Record.Kind.EXPENSE:
            spent[day == today] -= sums.convert(minor, currency=currency, day=day, name="")
        else:
            term = Term(kind="other_income", name="", day=day, amount_minor=minor, is_real=True)
            sums.add(term, currency=currency, until=today)
    return spent[False], spent[True]


def _add_goals(
    sums: _Sums, goals: list[Goal], *, cycle: Cycle, income_minor: int, today: date
) -> None:
    if not goals:
        return
    saved = saved_before(goals, first_date=cycle.first_date)
    for goal in goals:
        if goal.share_ppm is not None:
            minor, currency = max(0, income_minor) * goal.share_ppm // WHOLE_PPM, sums.currency
        else:
            minor, currency = due_in(goal, cycle=cycle, saved_minor=saved[goal.id]), goal.currency
        term = Term(
            kind="saving",
            name=goal.name,
            day=cycle.first_date,
            amount_minor=-minor,
            is_real=False,
            subject_id=goal.id,
        )
        sums.add(term, currency=currency, until=today)


def saved_before(goals: list[Goal], *, first_date: date | None = None) -> dict[UUID, int]:
    """Return what was in each goal's pot when a cycle began; without a day, what is in it."""
    pots = [goal.pot_account_id for goal in goals if goal.pot_account_id]
    known = ledger.get_known_accounts(account_ids=pots) if pots else {}
    since: dict[UUID, int] = {}
    if pots and first_date is not None:
        moved = Record.objects.filter(
            person_id=goals[0].person_id, account_id__in=pots, booked_on__gte=first_date
        )
        since = dict(moved.order_by().values_list("account_id").annotate(total=Sum("amount_minor")))
    return {
        goal.id: (
            known[goal.pot_account_id].balance_minor - since.get(goal.pot_account_id, 0)
            if goal.pot_account_id in known
            else 0
        )
        for goal in goals
    }


def due_in(goal: Goal, *, cycle: Cycle, saved_minor: int) -> int:
    """Return what a goal by a day takes of a cycle: an even share of what is missing."""
    assert goal.amount_minor is not None
    assert goal.by_date is not None
    missing = max(0, goal.amount_minor - saved_minor)
    days = (goal.by_date - cycle.first_date).days + 1
    if days <= cycle.days:
        return missing
    # Rounded up: the last cycle must not be the one that cannot pay.
    return -(-missing * cycle.days // days)
