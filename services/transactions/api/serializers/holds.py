"""Holds as the API reads and answers them."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import (
    AmountField,
    FlagField,
    InstantField,
    StrictIdField,
    StrictSerializer,
    TextField,
)
from services.transactions.api.serializers.movements import (
    NOTE_LENGTH,
    REFERENCE_LENGTH,
    TransferOutput,
)

STATUSES = ("active", "captured", "voided", "expired")


class HoldInput(StrictSerializer):
    """A hold. Without `to_account` its captures go to the account of card schemes and banks."""

    account = StrictIdField()
    to_account = TextField(max_length=REFERENCE_LENGTH, required=False)
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    reason = TextField(max_length=NOTE_LENGTH)
    expires_at = InstantField(required=False)


class CaptureInput(StrictSerializer):
    """What to take: `amount`, or all that is left. `final` (the default) releases the rest."""

    amount = AmountField(required=False)
    final = FlagField(required=False)


class VoidInput(StrictSerializer):
    """Nothing to say."""


class HoldQuery(StrictSerializer):
    """Which holds to list."""

    account = StrictIdField(required=False)
    status = serializers.ChoiceField(choices=STATUSES, required=False)
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class HoldOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A hold. `remaining` is what it still reserves."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(STATUSES)
    account = serializers.UUIDField()
    to_account = serializers.UUIDField()
    amount = serializers.CharField()
    captured = serializers.CharField()
    remaining = serializers.CharField()
    currency = serializers.CharField()
    reason = serializers.CharField()
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class HoldDetailOutput(HoldOutput):
    """A hold with the transfers that were captured from it."""

    captures = serializers.ListField(child=serializers.UUIDField())


class CaptureOutput(HoldOutput):
    """A hold after a capture, and the transfer that it made."""

    transfer = TransferOutput()


class HoldPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Holds, the newest first."""

    results = HoldOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
