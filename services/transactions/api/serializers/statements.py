"""Statements, and why a balance is what it is, as the API reads and answers them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any, Final

from django.core.validators import RegexValidator
from rest_framework import serializers

from kernel.http.fields import DayField, StrictIdField, StrictSerializer, TextField
from services.transactions.api.serializers.movements import TransactionOutput

MONTH: Final = r"^[0-9]{4}-(0[1-9]|1[0-2])\Z"
SHA256: Final = r"^[0-9a-fA-F]{64}\Z"
FORMAT_NAMES: Final = ("json", "csv", "pdf", "ofx", "mt940", "camt053")
# The first year that every calendar here can count from.
_FIRST_YEAR: Final = 1900


class StatementInput(StrictSerializer):
    """A statement of business days that are over: `from` and `to`, both included, or a `month`."""

    account = StrictIdField()
    to = DayField(required=False)
    month = TextField(validators=[RegexValidator(MONTH)], required=False)

    default_error_messages = {
        "one_period": "Name either `from` and `to` or `month`.",
        "reversed": "A period ends on or after the day on which it begins.",
        "too_early": "There was no bank then.",
    }

    def get_fields(self) -> dict[str, Any]:
        """Return the fields; one is named by a word that Python keeps for itself."""
        return {**super().get_fields(), "from": DayField(required=False)}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the account with the first and the last day."""
        days = {"from", "to"} & set(attrs)
        if ("month" in attrs) == bool(days) or len(days) == 1:
            self._refuse("month", "one_period")
        first, last = _month(attrs["month"]) if "month" in attrs else (attrs["from"], attrs["to"])
        if first.year < _FIRST_YEAR:
            self._refuse("from", "too_early")
        if first > last:
            self._refuse("to", "reversed")
        return {"account": attrs["account"], "from_date": first, "to_date": last}

    def _refuse(self, field: str, code: str) -> None:
        raise serializers.ValidationError({field: [self.error_messages[code]]}, code=code)


def _month(text: str) -> tuple[date, date]:
    year, month = map(int, text.split("-"))
    return date(max(year, 1), month, 1), date(max(year, 1), month, monthrange(year, month)[1])


class StatementQuery(StrictSerializer):
    """Which statements to list."""

    account = StrictIdField(required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class ContentQuery(StrictSerializer):
    """In which format."""

    format = serializers.ChoiceField(choices=FORMAT_NAMES, required=False, default="json")


class RetryInput(StrictSerializer):
    """Which file."""

    format = serializers.ChoiceField(choices=FORMAT_NAMES)


class VerifyInput(StrictSerializer):
    """The SHA-256 of a file, in hexadecimal."""

    sha256 = TextField(validators=[RegexValidator(SHA256)])


class BankOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Who issued it."""

    name = serializers.CharField()
    bic = serializers.CharField(allow_blank=True)


class FeeLineOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What a kind of fee came to."""

    name = serializers.CharField()
    count = serializers.IntegerField()
    amount = serializers.CharField()


class StatementFileOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A statement in one format. `sha256` and `size` are there when it is ready."""

    format = serializers.ChoiceField(FORMAT_NAMES)
    status = serializers.ChoiceField(["making", "ready", "failed"])
    percent = serializers.IntegerField()
    sha256 = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(allow_null=True)
    made_at = serializers.DateTimeField(allow_null=True)


class StatementOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A statement without its lines. `apy_earned` is in percent, null without interest."""

    id = serializers.UUIDField()
    account = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()
    bank = BankOutput()
    currency = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField()
    opening_balance = serializers.CharField()
    closing_balance = serializers.CharField()
    line_count = serializers.IntegerField()
    money_in = serializers.CharField()
    money_out = serializers.CharField()
    fees = FeeLineOutput(many=True)
    fees_total = serializers.CharField()
    interest = serializers.CharField()
    tax = serializers.CharField()
    days = serializers.IntegerField()
    average_balance = serializers.CharField()
    apy_earned = serializers.CharField(allow_null=True)
    is_monthly = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    files = StatementFileOutput(many=True)


class StatementPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of statements."""

    results = StatementOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class IssuedOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What the bank issued with a hash."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField()
    format = serializers.ChoiceField(FORMAT_NAMES)
    size = serializers.IntegerField()
    made_at = serializers.DateTimeField()


class VerifyOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Whether the bank issued a file."""

    issued = serializers.BooleanField()
    statement = IssuedOutput(allow_null=True)


class BalanceExplanationOutput(serializers.Serializer):  # type: ignore[type-arg]
    """`opening_balance` + `moved` = `balance`; `next` explains the opening balance."""

    account = serializers.UUIDField()
    currency = serializers.CharField()
    as_of = serializers.CharField(help_text="An instant, or a day when asked by value date.")
    balance = serializers.CharField()
    opening_balance = serializers.CharField()
    moved = serializers.CharField()
    adds_up = serializers.BooleanField()
    results = TransactionOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
