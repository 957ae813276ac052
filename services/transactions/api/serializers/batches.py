"""Batches as the API reads and answers them."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.http.fields import FlagField, StrictSerializer, TextField
from services.transactions.api.serializers.movements import (
    NOTE_LENGTH,
    REFERENCE_LENGTH,
    BalanceAfterOutput,
)
from services.transactions.commands.batch_desk import BatchLine

MAX_ITEMS: Final = 10_000
MODES: Final = ("all_or_nothing", "best_effort")
_LENGTHS: Final = {
    "from_account": REFERENCE_LENGTH,
    "to_account": REFERENCE_LENGTH,
    "amount": 24,
    "currency": 3,
    "note": NOTE_LENGTH,
    "reference": 35,
}
_NEEDED: Final = ("from_account", "to_account", "amount")
_SHOWN: Final = 100


@extend_schema_field(
    {
        "type": "array",
        "minItems": 1,
        "maxItems": MAX_ITEMS,
        "items": {
            "type": "object",
            "required": list(_NEEDED),
            "additionalProperties": False,
            "properties": {
                name: {"type": "string", "maxLength": length} for name, length in _LENGTHS.items()
            },
        },
    }
)
class LinesField(serializers.Field):  # type: ignore[type-arg]
    """The items of a batch. Ten thousand DRF serializers would take longer than the posting."""

    default_error_messages = {
        "invalid": "The items are a list.",
        "count": "A batch has 1 to {most} items.",
        "object": "An item is an object.",
        "unknown": "There is no such field.",
        "required": "This field is required.",
        "text": "This is a text of 1 to {most} characters without control characters.",
    }

    def to_internal_value(self, data: Any) -> list[BatchLine]:
        """Return the items, numbered from 1."""
        if not isinstance(data, list):
            self.fail("invalid")
        if not 1 <= len(data) <= MAX_ITEMS:
            self.fail("count", most=MAX_ITEMS)
        mistakes: dict[str, Any] = {}
        lines = []
        for place, item in enumerate(data):
            wrong = self._mistakes(item)
            if wrong:
                mistakes[str(place)] = wrong
                if len(mistakes) == _SHOWN:
                    break
            elif not mistakes:
                lines.append(BatchLine(position=place + 1, **item))
        if mistakes:
            raise serializers.ValidationError(mistakes)
        return lines

    def _mistakes(self, item: Any) -> dict[str, list[str]]:
        if not isinstance(item, dict):
            return {"non_field_errors": [self.error_messages["object"]]}
        wrong = {name: [self.error_messages["unknown"]] for name in item.keys() - _LENGTHS.keys()}
        wrong |= {name: [self.error_messages["required"]] for name in _NEEDED if name not in item}
        for name, value in item.items():
            most = _LENGTHS.get(name)
            if most is None or _is_text(value, most=most, may_be_empty=name == "note"):
                continue
            wrong[name] = [self.error_messages["text"].format(most=most)]
        return wrong

    def to_representation(self, value: Any) -> Any:
        """Return it untouched."""
        return value


def _is_text(value: Any, *, most: int, may_be_empty: bool) -> bool:
    if not isinstance(value, str) or len(value) > most:
        return False
    return value.isprintable() and (may_be_empty or value.strip() != "")


class BatchInput(StrictSerializer):
    """Transfers from your accounts, posted together.

    `all_or_nothing` (the default) posts every item or none; `best_effort` posts each item that can
    be. `dry_run` answers what would happen and changes nothing.
    """

    mode = serializers.ChoiceField(choices=MODES, required=False, default=MODES[0])
    dry_run = FlagField(required=False, default=False)
    reference = TextField(max_length=35, required=False, allow_blank=True, default="")
    transfers = LinesField()


class BatchFileQuery(StrictSerializer):
    """How to post a payment file."""

    mode = serializers.ChoiceField(choices=MODES, required=False, default=MODES[0])
    dry_run = serializers.ChoiceField(choices=("true", "false"), required=False, default="false")


class BatchItemOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What became of an item, or would."""

    position = serializers.IntegerField()
    status = serializers.ChoiceField(["posted", "refused"])
    from_account = serializers.CharField()
    to_account = serializers.CharField()
    amount = serializers.CharField()
    reference = serializers.CharField()
    transfer_id = serializers.UUIDField(allow_null=True)
    code = serializers.CharField(allow_null=True)
    detail = serializers.CharField(allow_null=True)


class BatchOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A batch."""

    id = serializers.UUIDField()
    status = serializers.ChoiceField(["posting", "posted", "partly_posted", "refused"])
    mode = serializers.ChoiceField(MODES)
    dry_run = serializers.BooleanField()
    source = serializers.ChoiceField(["json", "pain.001"])
    reference = serializers.CharField()
    count = serializers.IntegerField()
    posted = serializers.IntegerField()
    refused = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class PostedBatchOutput(BatchOutput):
    """A batch with the balances that it left on your accounts."""

    balances = BalanceAfterOutput(many=True)


class DryRunOutput(serializers.Serializer):  # type: ignore[type-arg]
    """What would become of a batch now, and the balances that it would leave."""

    status = serializers.ChoiceField(["posted", "partly_posted", "refused"])
    mode = serializers.ChoiceField(MODES)
    dry_run = serializers.BooleanField()
    count = serializers.IntegerField()
    posted = serializers.IntegerField()
    refused = serializers.IntegerField()
    balances = BalanceAfterOutput(many=True)
    items = BatchItemOutput(many=True)


class BatchPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Batches, the newest first."""

    results = BatchOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class BatchItemPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Items in their order."""

    results = BatchItemOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
