"""What is answered about plans, goals, budgets and the allowance."""

from __future__ import annotations

from datetime import date
from typing import Any

from kernel.money import format_amount
from services.planning.detection import Series
from services.planning.models import Goal, Plan
from services.planning.plans import recurrence_of
from services.planning.queries import Allowance, BudgetUse

_PERCENT_DECIMALS = 4


def plan_content(plan: Plan, *, today: date, last_paid_on: date | None) -> dict[str, Any]:
    """Return an income or an expense."""
    return {
        "id": plan.id,
        "name": plan.name,
        "amount": format_amount(plan.amount_minor, currency=plan.currency),
        "currency": plan.currency,
        "frequency": plan.frequency,
        "rrule": plan.rrule,
        "first_date": plan.first_date,
        "end_date": plan.end_date,
        "next_date": recurrence_of(plan).next_after(today),
        "last_paid_on": last_paid_on,
        "category": plan.category_id,
        "counterparty": plan.counterparty,
        "text": plan.text,
        "created_at": plan.created_at,
    }


def proposal_content(series: Series) -> dict[str, Any]:
    """Return what comes again and again."""
    return {
        "name": (series.text or series.counterparty or series.number)[:140],
        "amount": format_amount(series.amount_minor, currency=series.currency),
        "currency": series.currency,
        "frequency": series.frequency,
        "first_date": series.days[-1],
        "counterparty": series.number or series.counterparty,
        "text": series.text,
        "seen_on": list(series.days),
    }


def goal_content(goal: Goal, *, saved_minor: int, due_minor: int | None) -> dict[str, Any]:
    """Return a goal, what is saved, and what this cycle is to add."""
    currency = goal.currency
    return {
        "id": goal.id,
        "name": goal.name,
        "currency": currency,
        "share": None if goal.share_ppm is None else percent_text(goal.share_ppm),
        "amount": (
            None
            if goal.amount_minor is None
            else format_amount(goal.amount_minor, currency=currency)
        ),
        "by_date": goal.by_date,
        "pot": goal.pot_account_id,
        "saved": format_amount(saved_minor, currency=currency),
        "due": None if due_minor is None else format_amount(due_minor, currency=currency),
        "created_at": goal.created_at,
    }


def budget_content(use: BudgetUse) -> dict[str, Any]:
    """Return a budget and how far it is used."""
    budget, currency = use.budget, use.budget.currency
    return {
        "id": budget.id,
        "category": budget.category_id,
        "amount": format_amount(budget.amount_minor, currency=currency),
        "currency": currency,
        "cycle": budget.cycle,
        "rolls_over": budget.rolls_over,
        "from_date": use.cycle.first_date,
        "next_date": use.cycle.next_date,
        "carried": format_amount(use.carried_minor, currency=currency),
        "available": format_amount(use.available_minor, currency=currency),
        "spent": format_amount(use.spent_minor, currency=currency),
        "left": format_amount(use.left_minor, currency=currency),
        "pace": format_amount(use.pace_minor, currency=currency),
        "unconverted_count": use.unconverted_count,
    }


def allowance_content(found: Allowance) -> dict[str, Any]:
    """Return what may be spent today, with every term."""

    def amount(minor: int) -> str:
        return format_amount(minor, currency=found.currency)

    tomorrow = found.day.tomorrow_minor
    return {
        "today": found.today,
        "currency": found.currency,
        "carry_over": found.carry_over,
        "cycle": {
            "from_date": found.cycle.first_date,
            "next_date": found.cycle.next_date,
            "days": found.cycle.days,
            "is_payday": found.cycle.is_payday,
        },
        "allowance": amount(found.day.allowance_minor),
        "spent_today": amount(found.spent_today_minor),
        "remaining": amount(found.day.remaining_minor),
        "tomorrow": None if tomorrow is None else amount(tomorrow),
        "income": amount(found.sum_of("income") + found.sum_of("other_income")),
        "expenses": amount(-found.sum_of("expense")),
        "savings": amount(-found.sum_of("saving")),
        "spendable": amount(found.spendable_minor),
        "spent_before": amount(found.spent_before_minor),
        "terms": [
            {
                "type": term.kind,
                "name": term.name,
                "date": term.day,
                "amount": amount(term.amount_minor),
                "is_real": term.is_real,
                "id": term.subject_id,
            }
            for term in found.terms
        ],
        "unconverted": [
            {
                "name": one.name,
                "currency": one.currency,
                "amount": format_amount(one.amount_minor, currency=one.currency),
            }
            for one in found.unconverted
        ],
    }


def percent_text(ppm: int) -> str:
    """Return millionths in percent: 125000 is 12.5."""
    whole, rest = divmod(ppm, 10**_PERCENT_DECIMALS)
    return f"{whole}.{rest:04}".rstrip("0").rstrip(".")
