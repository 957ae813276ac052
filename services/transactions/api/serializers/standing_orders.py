"""Standing orders as the API reads and answers them."""

from __future__ import annotations

from typing import Any, Final

from rest_framework import serializers

from kernel.http.fields import AmountField, DayField, StrictIdField, StrictSerializer, TextField
from services.transactions.api.serializers.fields import CountField
from services.transactions.api.serializers.movements import (
    NOTE_LENGTH,
    REFERENCE_LENGTH,
    one_payee,
)

MAX_INTERVAL: Final = 366
MAX_EXECUTIONS: Final = 10_000
MAX_RETRY_DAYS: Final = 5
LAST_DAY: Final = 31
FREQUENCIES: Final = ("once", "daily", "weekly", "monthly")
ORDER_STATES: Final = ("active", "paused", "completed", "cancelled")
EXECUTION_STATES: Final = ("retrying", "executed", "failed", "skipped")


class StandingOrderInput(StrictSerializer):
    """A payment for later: `once` on `first_date`, or every `interval` days, weeks or months.

    A monthly one falls on `day_of_month` (1 to 31; the last day where a month is shorter), else on
    the day of `first_date`. `retry_days`: how many days more it is tried when money is missing.
    """

    from_account = StrictIdField()
    to_account = TextField(max_length=REFERENCE_LENGTH, required=False)
    payee = StrictIdField(required=False)
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    frequency = serializers.ChoiceField(choices=FREQUENCIES)
    interval = CountField(least=1, most=MAX_INTERVAL, required=False)
    day_of_month = CountField(least=1, most=LAST_DAY, required=False)
    first_date = DayField()
    end_date = DayField(required=False)
    max_executions = CountField(least=1, most=MAX_EXECUTIONS, required=False)
    retry_days = CountField(least=0, most=MAX_RETRY_DAYS, required=False)

    default_error_messages = {
        "one_payee": "Name either `to_account` or `payee`.",
        "day_unwanted": "Only a monthly order names a day of the month.",
        "once": "A payment of one date has no repetition.",
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values: what makes no sense for the frequency is a mistake."""
        if "day_of_month" in attrs and attrs["frequency"] != "monthly":
            self._refuse("day_of_month", "day_unwanted")
        if attrs["frequency"] == "once":
            for field in ("interval", "end_date", "max_executions"):
                if field in attrs:
                    self._refuse(field, "once")
        return one_payee(self, attrs)

    def _refuse(self, field: str, code: str) -> None:
        raise serializers.ValidationError({field: [self.error_messages[code]]}, code=code)


class StandingOrderChangeInput(StrictSerializer):
    """What shall be different from the next day on. Another payee or rhythm is a new order."""

    amount = AmountField(required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    end_date = DayField(required=False)
    max_executions = CountField(least=1, most=MAX_EXECUTIONS, required=False)
    retry_days = CountField(least=0, most=MAX_RETRY_DAYS, required=False)


class SkipInput(StrictSerializer):
    """The day to leave out."""

    date = DayField()


class OrderPayeeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Whom an order pays: by the name that the payer knows, or by initials."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    name = serializers.CharField()


class StandingOrderOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A standing order."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(ORDER_STATES)
    from_account = serializers.UUIDField()
    to_account = OrderPayeeOutput()
    amount = serializers.CharField()
    currency = serializers.CharField()
    note = serializers.CharField()
    frequency = serializers.ChoiceField(FREQUENCIES)
    interval = serializers.IntegerField()
    day_of_month = serializers.IntegerField(allow_null=True)
    first_date = serializers.DateField()
    end_date = serializers.DateField(allow_null=True)
    max_executions = serializers.IntegerField(allow_null=True)
    retry_days = serializers.IntegerField()
    skipped_dates = serializers.ListField(child=serializers.DateField())
    next_date = serializers.DateField(allow_null=True)
    settled_count = serializers.IntegerField()
    schedule = serializers.CharField(help_text="The rhythm in words.")
    created_at = serializers.DateTimeField()


class StandingOrderPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of standing orders."""

    results = StandingOrderOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ExecutionOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What became of an order on one day; `code` and `text` say why it was not carried out."""

    id = serializers.UUIDField()
    due_date = serializers.DateField()
    status = serializers.ChoiceField(EXECUTION_STATES)
    attempts = serializers.IntegerField()
    amount = serializers.CharField()
    currency = serializers.CharField()
    code = serializers.CharField()
    text = serializers.CharField()
    transfer_id = serializers.UUIDField(allow_null=True)
    decided_at = serializers.DateTimeField()


class ExecutionPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of what became of an order, the latest day first."""

    results = ExecutionOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class UpcomingOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One day of an order that is still to come."""

    date = serializers.DateField()
    standing_order = serializers.UUIDField()
    from_account = serializers.UUIDField()
    to_account = OrderPayeeOutput()
    amount = serializers.CharField()
    currency = serializers.CharField()
    note = serializers.CharField()
    is_skipped = serializers.BooleanField()


class UpcomingListOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What will be paid, the earliest first."""

    results = UpcomingOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
