"""Fields that several inputs of this service share."""

from __future__ import annotations

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field(OpenApiTypes.INT)
class CountField(serializers.Field):  # type: ignore[type-arg]
    """A whole number as JSON writes one. DRF's own field takes text and fractions too."""

    default_error_messages = {"invalid": "This is a whole number from {least} to {most}."}

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        """Keep the bounds, which are both allowed."""
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if type(data) is not int or not self.least <= data <= self.most:
            self.fail("invalid", least=self.least, most=self.most)
        return int(data)

    def to_representation(self, value: int) -> int:
        """Return the number."""
        return value
