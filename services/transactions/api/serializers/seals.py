"""Seals and receipts as the API answers them."""

from __future__ import annotations

from rest_framework import serializers


class SealOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The seal of a closed business day, in hexadecimal."""

    business_date = serializers.DateField()
    position = serializers.IntegerField()
    count = serializers.IntegerField()
    root = serializers.CharField()
    previous = serializers.CharField()
    seal = serializers.CharField()


class SealPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Seals, the newest first."""

    results = SealOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class StepOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A neighbour on the way to the root."""

    side = serializers.ChoiceField(["left", "right"])
    hash = serializers.CharField()


class ProofOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The way from the transfer's leaf to the seal of its day."""

    leaf = serializers.CharField()
    index = serializers.IntegerField()
    path = StepOutput(many=True)
    root = serializers.CharField()
    day = SealOutput()


class ReceiptOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A receipt. `proof` is null until the business day is closed; docs/ledger.md checks one."""

    format = serializers.CharField()
    transfer = serializers.DictField()
    parts = serializers.DictField(child=serializers.DictField())
    proof = ProofOutput(allow_null=True)
