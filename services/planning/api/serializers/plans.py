"""Incomes, expenses, goals, budgets and the allowance on the wire."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from kernel.http.fields import (
    AmountField,
    DayField,
    StrictIdField,
    StrictSerializer,
    SumField,
    TextField,
)
from services.planning.api.serializers.records import CurrencyField
from services.planning.models import RRULE_LENGTH, TEXT_LENGTH, Budget, Plan, Planner


def _pages_of(result: type[serializers.Serializer], name: str) -> Any:  # type: ignore[type-arg]
    """Return the serializer of a page of something."""
    return type(
        name,
        (serializers.Serializer,),
        {
            "__doc__": "A page.",
            "results": result(many=True),
            "next": serializers.CharField(allow_null=True),
            "previous": serializers.CharField(allow_null=True),
        },
    )


class PlanChangeInput(StrictSerializer):
    """What changes about an income or an expense."""

    name = TextField(min_length=1, max_length=TEXT_LENGTH, required=False)
    amount = AmountField(required=False)
    currency = CurrencyField(required=False, help_text="With another one, say the amount too.")
    frequency = serializers.ChoiceField(choices=Plan.Frequency.values, required=False)
    rrule = TextField(
        max_length=RRULE_LENGTH,
        required=False,
        allow_blank=True,
        help_text="With frequency `rule`: FREQ=MONTHLY;BYDAY=-1FR is each last Friday.",
    )
    first_date = DayField(required=False)
    end_date = DayField(required=False)
    category = StrictIdField(required=False)
    counterparty = TextField(
        max_length=TEXT_LENGTH,
        required=False,
        allow_blank=True,
        help_text="A part of the name, or the number, by which its payments are known.",
    )
    text = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)


class PlanInput(PlanChangeInput):
    """An income or an expense that comes again and again."""

    name = TextField(min_length=1, max_length=TEXT_LENGTH)
    amount = AmountField()
    currency = CurrencyField()
    frequency = serializers.ChoiceField(choices=Plan.Frequency.values)
    first_date = DayField()


class PlanOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An income or an expense. `last_paid_on` is when a payment of it was last seen."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    frequency = serializers.ChoiceField(Plan.Frequency.values)
    rrule = serializers.CharField()
    first_date = serializers.DateField()
    end_date = serializers.DateField(allow_null=True)
    next_date = serializers.DateField(allow_null=True)
    last_paid_on = serializers.DateField(allow_null=True)
    category = serializers.UUIDField()
    counterparty = serializers.CharField()
    text = serializers.CharField()
    created_at = serializers.DateTimeField()


class ProposalOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What comes again and again and is not planned: the body of a new plan, and the evidence."""

    name = serializers.CharField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    frequency = serializers.CharField()
    first_date = serializers.DateField()
    counterparty = serializers.CharField()
    text = serializers.CharField()
    seen_on = serializers.ListField(child=serializers.DateField())


class GoalChangeInput(StrictSerializer):
    """What changes about a goal."""

    name = TextField(min_length=1, max_length=TEXT_LENGTH, required=False)
    share = SumField(required=False, help_text="Of each income, in percent: 12.5")
    amount = AmountField(required=False)
    currency = CurrencyField(required=False)
    by_date = DayField(required=False)
    pot = StrictIdField(
        required=False,
        allow_null=True,
        help_text="An account of yours that holds what is saved: money gets there by a transfer.",
    )


class GoalInput(GoalChangeInput):
    """A share of each income, or an amount by a day."""

    name = TextField(min_length=1, max_length=TEXT_LENGTH)
    currency = CurrencyField()


class GoalOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A savings goal. `saved` is what is in its pot; `due` what this cycle is to add."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    currency = serializers.CharField()
    share = serializers.CharField(allow_null=True)
    amount = serializers.CharField(allow_null=True)
    by_date = serializers.DateField(allow_null=True)
    pot = serializers.UUIDField(allow_null=True)
    saved = serializers.CharField()
    due = serializers.CharField(allow_null=True, help_text="Null for a share: see the allowance.")
    created_at = serializers.DateTimeField()


class BudgetChangeInput(StrictSerializer):
    """What changes about a budget."""

    amount = AmountField(required=False)
    currency = CurrencyField(required=False)
    cycle = serializers.ChoiceField(choices=Budget.Cycle.choices, required=False)
    rolls_over = serializers.BooleanField(required=False)


class BudgetInput(BudgetChangeInput):
    """What may be spent on a category in each cycle."""

    category = StrictIdField()
    amount = AmountField()
    currency = CurrencyField()


class BudgetOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A budget in its present cycle. `pace` is where even spending would stand today."""

    id = serializers.UUIDField()
    category = serializers.UUIDField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    cycle = serializers.ChoiceField(Budget.Cycle.choices)
    rolls_over = serializers.BooleanField()
    from_date = serializers.DateField()
    next_date = serializers.DateField(help_text="When the next cycle begins.")
    carried = serializers.CharField()
    available = serializers.CharField()
    spent = serializers.CharField()
    left = serializers.CharField()
    pace = serializers.CharField()
    unconverted_count = serializers.IntegerField()


class TermOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One number of the sum, with its sign; `is_real` says that the money has moved."""

    type = serializers.CharField(help_text="income, other_income, expense or saving")
    name = serializers.CharField()
    date = serializers.DateField()
    amount = serializers.CharField()
    is_real = serializers.BooleanField()
    id = serializers.UUIDField(allow_null=True)


class CycleOutput(serializers.Serializer):  # type: ignore[type-arg]
    """From one payday to the next; a calendar month where no income is planned."""

    from_date = serializers.DateField()
    next_date = serializers.DateField()
    days = serializers.IntegerField()
    is_payday = serializers.BooleanField()


class UnknownTermOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What stands in no sum, as there is no rate for it."""

    name = serializers.CharField()
    currency = serializers.CharField()
    amount = serializers.CharField()


class AllowanceOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What may be spent today, and why: `spendable` is the sum of the terms."""

    today = serializers.DateField()
    currency = serializers.CharField()
    carry_over = serializers.ChoiceField(Planner.CarryOver.choices)
    cycle = CycleOutput()
    allowance = serializers.CharField(help_text="What today has.")
    spent_today = serializers.CharField()
    remaining = serializers.CharField(help_text="Below zero when more was spent.")
    tomorrow = serializers.CharField(
        allow_null=True, help_text="If nothing more is spent; null on the day before payday."
    )
    income = serializers.CharField()
    expenses = serializers.CharField()
    savings = serializers.CharField()
    spendable = serializers.CharField(help_text="In the whole cycle.")
    spent_before = serializers.CharField(help_text="In this cycle, up to yesterday.")
    terms = TermOutput(many=True)
    unconverted = UnknownTermOutput(many=True)


PlanPageOutput = _pages_of(PlanOutput, "PlanPageOutput")
ProposalPageOutput = _pages_of(ProposalOutput, "ProposalPageOutput")
GoalPageOutput = _pages_of(GoalOutput, "GoalPageOutput")
BudgetPageOutput = _pages_of(BudgetOutput, "BudgetPageOutput")
