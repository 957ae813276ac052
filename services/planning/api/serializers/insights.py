"""Insights and exchange rates on the wire."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import DayField, StrictSerializer
from services.planning.api.serializers.records import CurrencyField, OwnerQuery
from services.planning.models import Record


class InsightsQuery(OwnerQuery):
    """Which period, both days included: the twelve months up to today unless it says so."""

    from_date = DayField(required=False)
    to_date = DayField(required=False)
    currency = CurrencyField(required=False, help_text="Your own unless it says another.")


class FlowOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What came in, went out and is left. `expenses` are positive."""

    income = serializers.CharField()
    expenses = serializers.CharField()
    net = serializers.CharField()
    count = serializers.IntegerField()


class MonthOutput(FlowOutput):
    """One month."""

    month = serializers.CharField(help_text="2026-01")


class PartOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A part of all income or of all expenses."""

    name = serializers.CharField()
    type = serializers.ChoiceField(Record.Kind.values)
    count = serializers.IntegerField()
    amount = serializers.CharField()
    share = serializers.CharField(help_text="Of all of its type, in percent: 12.3456")


class CategoryPartOutput(PartOutput):
    """What a category has."""

    category = serializers.UUIDField()


class ChangeOfFlowOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How a period differs from the one before, in percent; null where that had nothing."""

    income = serializers.CharField(allow_null=True)
    expenses = serializers.CharField(allow_null=True)


class RecentOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One of the newest records."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(Record.Kind.values)
    date = serializers.DateField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    counterparty = serializers.CharField()
    category = serializers.UUIDField()


class UnconvertedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What stands in no total, as there is no rate for its day."""

    currency = serializers.CharField()
    count = serializers.IntegerField()
    amount = serializers.CharField()


class InsightsOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What your records of a period come to, in one currency."""

    currency = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField()
    total = FlowOutput()
    previous = FlowOutput()
    change = ChangeOfFlowOutput()
    ratio = serializers.CharField(
        allow_null=True, help_text="Income by expenses: 1.250000. Null without expenses."
    )
    average = serializers.CharField(help_text="The average size of a movement.")
    months = MonthOutput(many=True)
    categories = CategoryPartOutput(many=True)
    most_frequent_category = serializers.UUIDField(allow_null=True)
    counterparties = PartOutput(many=True)
    recent = RecentOutput(many=True)
    unconverted = UnconvertedOutput(many=True)


class RatesInput(StrictSerializer):
    """Daily euro reference rates, as the European Central Bank publishes them."""

    document = serializers.CharField(max_length=900_000, help_text="The XML document.")


class RatesKeptOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How many rates were kept."""

    count = serializers.IntegerField()


class RateOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What one euro buys."""

    currency = serializers.CharField()
    date = serializers.DateField()
    rate = serializers.CharField()


class RatePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The rates of the latest day."""

    results = RateOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
