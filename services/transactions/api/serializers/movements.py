"""Movements, balances and transactions as the API reads and answers them."""

from __future__ import annotations

from typing import Any, Final

from django.core.validators import RegexValidator
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
from services.transactions.origins import STAFF_CHANNELS

NOTE_LENGTH: Final = 140
REFERENCE_LENGTH: Final = 64
BRANCH: Final = r"^[0-9A-Za-z-]{1,12}\Z"
CARD_NUMBER: Final = r"^[0-9 ]{12,23}\Z"


class WithdrawalInput(StrictSerializer):
    """Cash out. A teller names the channel and the branch."""

    account = StrictIdField()
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    value_date = DayField(required=False)
    channel = serializers.ChoiceField(choices=("self_service", "teller"), required=False)
    branch = TextField(validators=[RegexValidator(BRANCH)], required=False)

    default_error_messages = {
        "branch_missing": "A teller's movement names its branch.",
        "branch_unwanted": "Only staff name a branch.",
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values: a branch goes with a teller, and a teller with a branch."""
        channel, branch = attrs.get("channel", "self_service"), attrs.get("branch", "")
        if channel == "teller" and not branch:
            self._refuse("branch", "branch_missing")
        if channel not in STAFF_CHANNELS and branch:
            self._refuse("branch", "branch_unwanted")
        return attrs

    def _refuse(self, field: str, code: str) -> None:
        raise serializers.ValidationError({field: [self.error_messages[code]]}, code=code)


class DepositInput(WithdrawalInput):
    """Cash in, by a teller, from another bank, or from a test card (`card_number`)."""

    channel = serializers.ChoiceField(
        choices=("self_service", "teller", "transfer_in", "card_top_up"), required=False
    )
    card_number = TextField(validators=[RegexValidator(CARD_NUMBER)], required=False)

    default_error_messages = {
        "card_missing": "A card top-up needs the card's number.",
        "card_unwanted": "Only a card top-up takes a card's number.",
    }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values: a card's number goes with a card top-up, and with nothing else."""
        attrs = super().validate(attrs)
        is_card = attrs.get("channel") == "card_top_up"
        if is_card and "card_number" not in attrs:
            self._refuse("card_number", "card_missing")
        if not is_card and "card_number" in attrs:
            self._refuse("card_number", "card_unwanted")
        return attrs


class TransferInput(StrictSerializer):
    """A transfer to `to_account` (an id, an account number or an IBAN) or to a saved `payee`."""

    from_account = StrictIdField()
    to_account = TextField(max_length=REFERENCE_LENGTH, required=False)
    payee = StrictIdField(required=False)
    amount = AmountField()
    currency = TextField(min_length=3, max_length=3, required=False)
    note = TextField(max_length=NOTE_LENGTH, required=False, allow_blank=True)
    value_date = DayField(required=False)

    default_error_messages = {"one_payee": "Name either `to_account` or `payee`."}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the values: one of the two ways to name the other side."""
        return one_payee(self, attrs)


def one_payee(
    asked: serializers.Serializer,  # type: ignore[type-arg]
    attrs: dict[str, Any],
) -> dict[str, Any]:
    """Return the values if they name the other side once.

    Raises:
        ValidationError: `to_account` and `payee` are both there, or neither is.

    """
    if ("to_account" in attrs) == ("payee" in attrs):
        message = asked.error_messages["one_payee"]
        raise serializers.ValidationError({"to_account": [message]}, code="one_payee")
    return attrs


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
    status = serializers.ChoiceField(["posted", "reversed"])
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

    channel = serializers.ChoiceField(["self_service", "teller", "transfer_in", "card_top_up"])
    branch = serializers.CharField()
    receipt_number = serializers.CharField()
    account = PartyOutput()


class TransferOutput(MovementOutput):
    """The answer to a transfer. `fee` is there when the payment cost one."""

    fee = serializers.CharField(required=False)
    reverses = serializers.UUIDField(required=False)
    reversed_by = serializers.UUIDField(required=False)
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
    status = serializers.ChoiceField(["posted", "reversed"])
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
    reverses = serializers.UUIDField(required=False)
    reversed_by = serializers.UUIDField(required=False)
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
    counterparty = TextField(max_length=140, required=False)
    order = serializers.ChoiceField(choices=ORDERS, required=False, default="-posted_at")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)
