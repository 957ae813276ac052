"""What the API of account types reads and answers."""

from __future__ import annotations

from typing import Final

from rest_framework import serializers

from kernel.http.fields import AmountField, DayField, FlagField, StrictSerializer, TextField
from kernel.ledger.product_terms import FEE_TIMES
from services.accounts.api.serializers.fields import MonthsField
from services.accounts.api.serializers.pages import page_of
from services.accounts.models import AccountType

FEE_KINDS: Final = ("maintenance", "transfer", "card", "statement", "other")
MOST_FEES: Final = 30


class ProductFeeInput(StrictSerializer):
    """A fee: with `each` transfer to somebody else, or for a period that is over."""

    code = TextField(min_length=1, max_length=30)
    kind = serializers.ChoiceField(FEE_KINDS)
    amount = AmountField()
    when = serializers.ChoiceField(FEE_TIMES)


class TermsInput(StrictSerializer):
    """Terms; what is not named stays as it is, or is nothing for a new product."""

    valid_from = DayField()
    reason = TextField(min_length=3, max_length=200)
    name = TextField(required=False, min_length=1, max_length=80)
    description = TextField(required=False, max_length=200, allow_blank=True)
    minimum_opening = AmountField(required=False)
    minimum_balance = AmountField(required=False)
    overdraft_limit = AmountField(required=False)
    interest_plan = TextField(required=False, max_length=40, allow_blank=True)
    fees = ProductFeeInput(many=True, required=False, max_length=MOST_FEES)
    limit_transfer = AmountField(required=False, allow_null=True)
    limit_day = AmountField(required=False, allow_null=True)
    limit_week = AmountField(required=False, allow_null=True)
    limit_month = AmountField(required=False, allow_null=True)
    term_months = MonthsField(required=False, allow_null=True)
    is_offered = FlagField(required=False)
    needs_approval = FlagField(required=False)


class AccountTypeInput(TermsInput):
    """A new product."""

    code = TextField(min_length=1, max_length=30)
    kind = serializers.ChoiceField(choices=AccountType.Kind.values)
    currency = TextField(min_length=3, max_length=3)
    name = TextField(min_length=1, max_length=80)


class AccountTypeQuery(StrictSerializer):
    """Which products to list."""

    offered = serializers.ChoiceField(
        ["now", "ever"], required=False, help_text="`ever` is for staff."
    )


class ProductFeeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A fee."""

    code = serializers.CharField()
    kind = serializers.CharField()
    amount = serializers.CharField()
    when = serializers.CharField()


class TermsOutput(serializers.Serializer):  # type: ignore[type-arg]
    """The terms of a product."""

    name = serializers.CharField()
    description = serializers.CharField()
    minimum_opening = serializers.CharField()
    minimum_balance = serializers.CharField()
    overdraft_limit = serializers.CharField()
    interest_plan = serializers.CharField()
    fees = ProductFeeOutput(many=True)
    limit_transfer = serializers.CharField(allow_null=True, help_text="Null: the bank's own limit.")
    limit_day = serializers.CharField(allow_null=True)
    limit_week = serializers.CharField(allow_null=True)
    limit_month = serializers.CharField(allow_null=True)
    term_months = serializers.IntegerField(allow_null=True)
    is_offered = serializers.BooleanField()
    needs_approval = serializers.BooleanField()


class AccountTypeOutput(TermsOutput):
    """A product on offer."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    kind = serializers.ChoiceField(choices=AccountType.Kind.values)
    currency = serializers.CharField()


class VersionOutput(TermsOutput):
    """The terms of a product from a day on."""

    number = serializers.IntegerField()
    valid_from = serializers.DateField(allow_null=True, help_text="Null: from the beginning.")


AccountTypePageOutput = page_of(AccountTypeOutput)
VersionPageOutput = page_of(VersionOutput)
