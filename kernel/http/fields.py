"""Strict fields and serializers: what a client may write, and nothing else."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.ids import parse_id

# Python's own reader takes weeks too: 2026-W47-1.
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_SUM = re.compile(r"(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?")


class StrictSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """A serializer that refuses fields it does not know."""

    default_error_messages = {"unknown": "There is no such field."}

    def to_internal_value(self, data: Any) -> Any:
        """Return the checked values."""
        if isinstance(data, dict):
            unknown = sorted(set(data) - set(self.fields))
            if unknown:
                raise serializers.ValidationError(
                    {name: [self.error_messages["unknown"]] for name in unknown}, code="unknown"
                )
        return super().to_internal_value(data)


def read_input(kind: type[StrictSerializer], data: Any) -> dict[str, Any]:
    """Return the checked values of a request.

    One serializer serves all requests of its kind: making one copies every field, which costs more
    than the check. It keeps nothing of what it reads.

    Raises:
        ValidationError: with the mistakes by field.

    """
    if kind not in _shared:
        _shared[kind] = kind()
    values: dict[str, Any] = _shared[kind].run_validation(data)
    return values


_shared: dict[type[StrictSerializer], StrictSerializer] = {}


@extend_schema_field(
    {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$", "examples": ["25.00"]}
)
class AmountField(serializers.Field):  # type: ignore[type-arg]
    """An amount as the client wrote it; the command parses it, knowing the currency."""

    def to_internal_value(self, data: Any) -> Any:
        """Return it untouched: kernel.money refuses with the reason."""
        return data

    def to_representation(self, value: Any) -> Any:
        """Return the text."""
        return value


@extend_schema_field(
    {"type": "string", "pattern": r"^(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?$", "examples": ["25.00"]}
)
class SumField(serializers.Field):  # type: ignore[type-arg]
    """A sum to compare with, in whole units of whatever currency it meets."""

    default_error_messages = {"invalid": "A sum is digits with a point, such as 25.00."}

    def to_internal_value(self, data: Any) -> Decimal:
        """Return the exact number."""
        if not isinstance(data, str) or not _SUM.fullmatch(data):
            self.fail("invalid")
        return Decimal(data)

    def to_representation(self, value: Decimal) -> str:
        """Return the text."""
        return str(value)


@extend_schema_field(OpenApiTypes.UUID)
class StrictIdField(serializers.Field):  # type: ignore[type-arg]
    """A UUID as text. DRF's own field takes integers and other spellings too."""

    default_error_messages = {"invalid": "This is no UUID."}

    def to_internal_value(self, data: Any) -> UUID:
        """Return the UUID."""
        parsed = parse_id(data)
        if parsed is None:
            raise serializers.ValidationError(self.error_messages["invalid"], code="invalid")
        return parsed

    def to_representation(self, value: UUID) -> str:
        """Return the text."""
        return str(value)


class TextField(serializers.CharField):
    """Text: a JSON string without control characters."""

    default_error_messages = {"control": "Control characters are not allowed."}

    def to_internal_value(self, data: Any) -> str:
        """Return the trimmed text."""
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = super().to_internal_value(data)
        if any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in text):  # noqa: PLR2004
            self.fail("control")
        if any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):  # noqa: PLR2004
            self.fail("control")
        return text


@extend_schema_field(OpenApiTypes.DATE)
class DayField(serializers.Field):  # type: ignore[type-arg]
    """A day as YYYY-MM-DD."""

    default_error_messages = {"invalid": "A day is written YYYY-MM-DD."}

    def to_internal_value(self, data: Any) -> date:
        """Return the day."""
        day = parse_day(data)
        if day is None:
            raise serializers.ValidationError(self.error_messages["invalid"], code="invalid")
        return day

    def to_representation(self, value: date) -> str:
        """Return the text."""
        return value.isoformat()


def parse_day(text: object) -> date | None:
    """Return the day that a client wrote as YYYY-MM-DD, or None."""
    if not isinstance(text, str) or not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
