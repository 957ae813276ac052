"""Payees and limits as the API reads and answers them."""

from __future__ import annotations

from typing import Final

from rest_framework import serializers

from kernel.http.fields import AmountField, StrictSerializer, TextField
from kernel.ledger.product_terms import FEE_TIMES
from services.transactions.api.serializers.movements import REFERENCE_LENGTH

NAME_LENGTH: Final = 140
NICKNAME_LENGTH: Final = 40
NAME_CHECKS: Final = ("match", "close_match", "no_match")


class NameCheckInput(StrictSerializer):
    """An account (number or IBAN) and the name that its holder should have."""

    account = TextField(max_length=REFERENCE_LENGTH)
    name = TextField(max_length=NAME_LENGTH)


class NameCheckOutput(serializers.Serializer):  # type: ignore[type-arg]
    """How the name compares. The holder's name is never told."""

    result = serializers.ChoiceField(NAME_CHECKS)


class PayeeInput(StrictSerializer):
    """A payee to save."""

    account = TextField(max_length=REFERENCE_LENGTH)
    name = TextField(max_length=NAME_LENGTH)
    nickname = TextField(max_length=NICKNAME_LENGTH, required=False, allow_blank=True)


class PayeeChangeInput(StrictSerializer):
    """Another nickname."""

    nickname = TextField(max_length=NICKNAME_LENGTH, allow_blank=True)


class CoolingOffOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Until when a payee is new, and what can still be paid to it until then."""

    until = serializers.DateTimeField()
    remaining = serializers.CharField()


class PayeeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A saved payee. `name` is the name that was compared when it was saved."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    nickname = serializers.CharField()
    number = serializers.CharField()
    currency = serializers.CharField()
    name_check = serializers.ChoiceField([*NAME_CHECKS, "not_checked"])
    added_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
    cooling_off = CoolingOffOutput(allow_null=True)


class PayeePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of payees."""

    results = PayeeOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class LimitInput(StrictSerializer):
    """The new amount of a limit, in its currency."""

    amount = AmountField()


class LimitOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A limit of what you pay to others, what was used of it in its period, and what is left."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(["transfer", "day", "week", "month"])
    product = serializers.CharField(help_text="The account type whose default may count; or empty.")
    source = serializers.ChoiceField(["own", "product", "bank"])
    currency = serializers.CharField()
    amount = serializers.CharField()
    used = serializers.CharField()
    remaining = serializers.CharField()
    first_date = serializers.DateField()
    last_date = serializers.DateField()


class LimitListOutput(serializers.Serializer):  # type: ignore[type-arg]
    """All limits of a person."""

    results = LimitOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class FeeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What a product costs."""

    product = serializers.CharField()
    code = serializers.CharField()
    kind = serializers.CharField()
    when = serializers.ChoiceField(FEE_TIMES)
    currency = serializers.CharField()
    amount = serializers.CharField()
    from_date = serializers.DateField()


class FeeListOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The price list."""

    results = FeeOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
