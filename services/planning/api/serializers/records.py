"""Records and rules on the wire."""

from __future__ import annotations

from typing import Final

from rest_framework import serializers

from kernel.http.fields import (
    AmountField,
    DayField,
    StrictIdField,
    StrictSerializer,
    SumField,
    TextField,
)
from services.planning.models import TEXT_LENGTH, Record
from services.planning.queries import SORTS

# What a person writes down themselves: between their own accounts the bank alone moves money.
TYPES: Final = (Record.Kind.INCOME.value, Record.Kind.EXPENSE.value)
_CURRENCY: Final = r"^[A-Z]{3}$"


class CurrencyField(serializers.RegexField):
    """An ISO 4217 code."""

    def __init__(self, **kwargs: object) -> None:
        """Keep to three letters; whether ISO knows them is seen by the command."""
        super().__init__(_CURRENCY, **kwargs)


class OwnerQuery(StrictSerializer):
    """Whose planning: one's own unless it says another's."""

    owner = StrictIdField(required=False, help_text="A person who shares their planning with you.")


class RecordQuery(OwnerQuery):
    """The filters of the record list. Amounts are without sign, in whole units; days included."""

    category = serializers.ListField(child=StrictIdField(), required=False)
    type = serializers.MultipleChoiceField(choices=Record.Kind.values, required=False)
    source = serializers.MultipleChoiceField(choices=Record.Source.values, required=False)
    account = StrictIdField(required=False)
    currency = CurrencyField(required=False)
    from_date = DayField(required=False)
    to_date = DayField(required=False)
    min_amount = SumField(required=False)
    max_amount = SumField(required=False)
    text = TextField(max_length=TEXT_LENGTH, required=False)
    deleted = serializers.ChoiceField(choices=("true", "false"), required=False, default="false")
    sort = serializers.ChoiceField(choices=SORTS, required=False, default="-date")
    limit = serializers.CharField(required=False)
    cursor = serializers.CharField(required=False, max_length=400)


class RecordInput(StrictSerializer):
    """A movement outside this bank."""

    type = serializers.ChoiceField(choices=TYPES)
    amount = AmountField()
    currency = CurrencyField()
    date = DayField()
    category = StrictIdField(required=False)
    counterparty = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    text = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)


class RecordChangeInput(StrictSerializer):
    """What changes about a record; of one of the bank's, the category alone."""

    type = serializers.ChoiceField(choices=TYPES, required=False)
    amount = AmountField(required=False)
    currency = CurrencyField(required=False)
    date = DayField(required=False)
    category = StrictIdField(required=False)
    counterparty = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    text = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)


class RecordOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One movement of a person's money. `amount` has a sign: what left is negative."""

    id = serializers.UUIDField()
    type = serializers.ChoiceField(Record.Kind.values)
    source = serializers.ChoiceField(Record.Source.values)
    amount = serializers.CharField()
    currency = serializers.CharField()
    date = serializers.DateField()
    category = serializers.UUIDField()
    filed_by = serializers.ChoiceField(Record.FiledBy.values)
    counterparty = serializers.CharField()
    counterparty_number = serializers.CharField()
    text = serializers.CharField()
    account = serializers.UUIDField(allow_null=True)
    transaction = serializers.UUIDField(allow_null=True)
    plan = serializers.UUIDField(
        allow_null=True, help_text="The income or expense whose payment this is."
    )
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()
    deleted_at = serializers.DateTimeField(allow_null=True)


class RecordPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A page of records."""

    results = RecordOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ChangeOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What was changed about a record, field by field."""

    id = serializers.UUIDField()
    action = serializers.CharField()
    actor = serializers.UUIDField()
    before = serializers.DictField(child=serializers.CharField())
    after = serializers.DictField(child=serializers.CharField())
    happened_at = serializers.DateTimeField()


class ChangePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Changes, the newest first."""

    results = ChangeOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class RuleInput(StrictSerializer):
    """What movements look like that belong to a category; amounts need their currency."""

    category = StrictIdField()
    counterparty = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    text = TextField(max_length=TEXT_LENGTH, required=False, allow_blank=True)
    type = serializers.ChoiceField(choices=Record.Kind.values, required=False)
    currency = CurrencyField(required=False)
    min_amount = AmountField(required=False)
    max_amount = AmountField(required=False)


class NewRuleInput(RuleInput):
    """A rule to keep."""

    apply_to_past = serializers.BooleanField(required=False, default=False)


class RuleOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A rule."""

    id = serializers.UUIDField()
    category = serializers.UUIDField()
    counterparty = serializers.CharField()
    text = serializers.CharField()
    type = serializers.CharField()
    currency = serializers.CharField()
    min_amount = serializers.CharField(allow_null=True)
    max_amount = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()


class NewRuleOutput(RuleOutput):
    """A rule that was made, and how many records of the past it filed."""

    filed_count = serializers.IntegerField()


class RulePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A person's rules, in the order in which they are asked."""

    results = RuleOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class PreviewOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What a rule would file anew: how many records, and the newest of them."""

    count = serializers.IntegerField()
    records = RecordOutput(many=True)
