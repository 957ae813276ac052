"""What the transactions API reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import (
    AmountField,
    DayField,
    StrictIdField,
    StrictSerializer,
    SumField,
    TextField,
)
from kernel.ledger.queries.paging import ORDERS

NOTE_LENGTH = 140
REFERENCE_LENGTH = 64


class CashInput(StrictSerializer):
    """A deposit or a withdrawal."""

    account = StrictIdField()
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    value_date = DayField(required=False)


class TransferInput(StrictSerializer):
    """A transfer. `to_account` is an id, an account number or an IBAN."""

    from_account = StrictIdField()
    to_account = TextField(max_length=REFERENCE_LENGTH)
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    value_date = DayField(required=False)


class PartyOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One account of a movement."""

    id = serializers.UUIDField()
    number = serializers.CharField()
    title = serializers.CharField()


class BalanceAfterOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The new balance of an account that the caller may see."""

    account = serializers.UUIDField()
    balance = serializers.CharField()
    available = serializers.CharField()


class MovementOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What every movement is answered with."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(["posted"])
    type = serializers.ChoiceField(
        ["deposit", "withdrawal", "transfer", "interest", "fee", "tax", "reversal"]
    )
    amount = serializers.CharField()
    currency = serializers.CharField()
    note = serializers.CharField()
    posted_at = serializers.DateTimeField()
    value_date = serializers.DateField()
    balances = BalanceAfterOutput(many=True)


class CashOutput(MovementOutput):
    """The answer to a deposit or a withdrawal."""

    account = PartyOutput()


class TransferOutput(MovementOutput):
    """The answer to a transfer."""

    from_account = PartyOutput()
    to_account = PartyOutput()


class BalanceOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A balance now or in the past."""

    account = serializers.UUIDField()
    balance = serializers.CharField()
    available = serializers.CharField()
    held = serializers.CharField()
    currency = serializers.CharField()
    as_of = serializers.CharField(help_text="An instant, or a day when asked by value date.")


class CounterpartyOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The other side. The bank's own accounts have a name only."""

    name = serializers.CharField()
    number = serializers.CharField(allow_null=True)


class TransactionOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One side of a transfer, as its account sees it."""

    id = serializers.UUIDField()
    transfer_id = serializers.UUIDField()
    status = serializers.ChoiceField(["posted"])
    account = serializers.UUIDField()
    type = serializers.CharField()
    direction = serializers.ChoiceField(["in", "out"])
    amount = serializers.CharField()
    currency = serializers.CharField()
    balance_after = serializers.CharField()
    note = serializers.CharField()
    counterparty = CounterpartyOutput()
    posted_at = serializers.DateTimeField()
    value_date = serializers.DateField()
    category = serializers.CharField(allow_null=True)


class TransactionPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of transactions."""

    results = TransactionOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


TRANSACTION_TYPES = (
    "deposit",
    "withdrawal",
    "transfer_in",
    "transfer_out",
    "interest",
    "fee",
    "tax",
    "reversal",
)


class TransactionQuery(StrictSerializer):
    """The filters of the transaction list. Days are value dates; amounts are without sign."""

    account = StrictIdField(required=False)
    type = serializers.MultipleChoiceField(choices=TRANSACTION_TYPES, required=False)
    from_date = DayField(required=False)
    to_date = DayField(required=False)
    min_amount = SumField(required=False)
    max_amount = SumField(required=False)
    text = TextField(max_length=100, required=False)
    order = serializers.ChoiceField(choices=ORDERS, required=False, default="-posted_at")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)
