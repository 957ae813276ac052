"""Savings goals. A pot is an account of the person's own: money gets there by a transfer.

Moving money is the transactions service's, with its limits and proofs; planning only reads what is
in the pot. So a goal never says that money is saved which is not.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.errors import Conflict, Invalid, NotFound, Refused
from kernel.ledger import queries as ledger
from kernel.money import decimals_of, parse_amount
from services.planning import queries
from services.planning.models import WHOLE_PPM, Goal

MAX_GOALS: Final = 50


class GoalNotFound(NotFound):
    """There is no such savings goal."""


class GoalUnclear(Invalid):
    """A goal is either a share of income, or an amount by a day."""


class GoalDateInPast(Invalid):
    """A goal is for a day to come."""


class PotTaken(Conflict):
    """The account is the pot of another goal."""


class TooManyGoals(Refused):
    """There are as many goals as one person can have."""


def create_goal(*, person_id: UUID, now: datetime, **wanted: Any) -> Goal:
    """Write down what a person saves for.

    Raises:
        GoalUnclear, AccountNotFound, CurrencyMismatch, CurrencyUnknown, AmountInvalid,
        GoalDateInPast, TooManyGoals, PotTaken: in this order.

    """
    goal = Goal(person_id=person_id, created_at=now)
    _write(goal, wanted, now=now)
    if len(queries.list_goals(person_id=person_id)) >= MAX_GOALS:
        raise TooManyGoals
    return _saved(goal)


def change_goal(*, person_id: UUID, goal_id: UUID, now: datetime, **wanted: Any) -> Goal:
    """Change a goal.

    Raises:
        GoalNotFound, GoalUnclear, AccountNotFound, CurrencyMismatch, CurrencyUnknown,
        AmountInvalid, GoalDateInPast, PotTaken: in this order.

    """
    goal = get_goal(person_id=person_id, goal_id=goal_id)
    _write(goal, wanted, now=now)
    return _saved(goal)


def delete_goal(*, person_id: UUID, goal_id: UUID, now: datetime) -> None:
    """Forget a goal. The account that was its pot keeps its money.

    Raises:
        GoalNotFound: there is none, or it is somebody else's.

    """
    goal = get_goal(person_id=person_id, goal_id=goal_id)
    goal.is_live, goal.pot_account_id, goal.changed_at = False, None, now
    goal.save()


def get_goal(*, person_id: UUID, goal_id: UUID) -> Goal:
    """Return one goal of a person.

    Raises:
        GoalNotFound: there is none, or it is somebody else's.

    """
    goal = Goal.objects.filter(person_id=person_id, id=goal_id, is_live=True).first()
    if goal is None:
        raise GoalNotFound
    return goal


def _write(goal: Goal, wanted: dict[str, Any], *, now: datetime) -> None:
    has_share = wanted.get("share") is not None or goal.share_ppm is not None
    has_amount = wanted.get("amount") is not None or goal.amount_minor is not None
    has_day = wanted.get("by_date") is not None or goal.by_date is not None
    if has_share == (has_amount or has_day) or has_amount != has_day:
        raise GoalUnclear
    goal.name = wanted.get("name", goal.name)
    if "currency" in wanted:
        goal.currency = wanted["currency"]
    if "pot" in wanted:
        _choose_pot(goal, wanted["pot"])
    decimals_of(goal.currency)
    if wanted.get("share") is not None:
        # In percent, with up to four decimals.
        goal.share_ppm = int(wanted["share"] * (WHOLE_PPM // 100))
        if not 0 < goal.share_ppm <= WHOLE_PPM:
            raise GoalUnclear("A share is above 0 and up to 100 percent.", field="share")
    if wanted.get("amount") is not None:
        goal.amount_minor = parse_amount(wanted["amount"], currency=goal.currency)
    if wanted.get("by_date") is not None:
        _choose_day(goal, wanted["by_date"], now=now)
    goal.changed_at = now


def _choose_pot(goal: Goal, account_id: UUID | None) -> None:
    if account_id is None:
        goal.pot_account_id = None
        return
    account = ledger.get_held_account(account_id=account_id, person_id=goal.person_id)
    if goal.amount_minor is not None and account.currency != goal.currency:
        raise GoalUnclear("The pot is kept in another currency.", field="pot")
    goal.pot_account_id, goal.currency = account.id, account.currency


def _choose_day(goal: Goal, day: date, *, now: datetime) -> None:
    if day <= now.date():
        raise GoalDateInPast(field="by_date")
    goal.by_date = day


def _saved(goal: Goal) -> Goal:
    try:
        with transaction.atomic():
            goal.save()
    except IntegrityError:
        raise PotTaken(field="pot") from None
    return goal
