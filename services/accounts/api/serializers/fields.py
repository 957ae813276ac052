"""Fields that only this service reads."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 600})
class MonthsField(serializers.Field):  # type: ignore[type-arg]
    """A number of months."""

    default_error_messages = {"invalid": "This is a whole number from 1 to 600."}

    def to_internal_value(self, data: Any) -> int:
        """Return it."""
        if type(data) is not int or not 1 <= data <= 600:  # noqa: PLR2004
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: int) -> int:
        """Return it."""
        return value
