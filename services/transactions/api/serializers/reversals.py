"""Reversals as the API reads and answers them."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import FlagField, StrictSerializer, TextField
from services.transactions.api.serializers.movements import NOTE_LENGTH, TransferOutput


class ReversalInput(StrictSerializer):
    """Why a transfer is reversed, whether its fees are too, and when the reversal counts."""

    reason = TextField(min_length=3, max_length=NOTE_LENGTH)
    with_fees = FlagField(required=False)
    dated = serializers.ChoiceField(choices=("today", "original"), required=False)


class ReversedFeeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The reversal of a fee."""

    id = serializers.UUIDField()
    amount = serializers.CharField()
    currency = serializers.CharField()


class ReversalOutput(TransferOutput):
    """The transfer that undoes another one."""

    reverses = serializers.UUIDField()
    fees = ReversedFeeOutput(many=True)
