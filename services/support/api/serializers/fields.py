"""Fields that only this service reads."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.http.fields import StrictIdField, StrictSerializer, TextField

LONGEST_TEXT: Final = 10_000
MOST_VERSION: Final = 2**31 - 1


class ProseField(TextField):
    """Text of several lines."""

    def to_internal_value(self, data: Any) -> str:
        """Return the trimmed text; line ends are single."""
        if not isinstance(data, str):
            self.fail("invalid")
        text: str = data.replace("\r\n", "\n").replace("\r", "\n")
        lines = text.split("\n")
        # Each line is checked as a text of one line; tabs are let through.
        for line in lines:
            if line.strip():
                super().to_internal_value(line.replace("\t", " "))
        return text.strip()


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": MOST_VERSION})
class VersionField(serializers.Field):  # type: ignore[type-arg]
    """The version of a thing as the client saw it."""

    default_error_messages = {"invalid": "This is the `version` that you were answered with."}

    def to_internal_value(self, data: Any) -> int:
        """Return the number."""
        if type(data) is not int or not 1 <= data <= MOST_VERSION:
            self.fail("invalid")
        return int(data)

    def to_representation(self, value: int) -> int:
        """Return the number."""
        return value


class CountField(serializers.Field):  # type: ignore[type-arg]
    """A whole number of JSON between two bounds."""

    default_error_messages = {"invalid": "This is a whole number from {least} to {most}."}

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        """Keep the bounds."""
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


@extend_schema_field({"type": "integer", "minimum": 1, "maximum": 5})
class ScoreField(CountField):
    """How good something was, from 1 to 5."""

    def __init__(self, **kwargs: Any) -> None:
        """Set the bounds."""
        super().__init__(least=1, most=5, **kwargs)


@extend_schema_field({"type": "integer", "minimum": 0, "maximum": 1000})
class CapacityField(CountField):
    """How many tickets."""

    def __init__(self, **kwargs: Any) -> None:
        """Set the bounds."""
        super().__init__(least=0, most=1000, **kwargs)


class IdsField(serializers.ListField):
    """UUIDs, each once."""

    child = StrictIdField()
    default_error_messages = {"twice": "One of these is there twice."}

    def to_internal_value(self, data: Any) -> Any:
        """Return the ids."""
        found = super().to_internal_value(data)
        if len(set(found)) != len(found):
            self.fail("twice")
        return found


@extend_schema_field({"type": "string", "enum": ["true", "false"]})
class QueryFlagField(serializers.Field):  # type: ignore[type-arg]
    """True or false in an address."""

    default_error_messages = {"invalid": "This is true or false."}

    def to_internal_value(self, data: Any) -> bool:
        """Return the truth."""
        if data not in ("true", "false"):
            self.fail("invalid")
        return bool(data == "true")

    def to_representation(self, value: bool) -> str:  # noqa: FBT001  (as DRF calls it)
        """Return the text."""
        return "true" if value else "false"


class PageQuery(StrictSerializer):
    """Which page of a list."""

    cursor = serializers.CharField(required=False, max_length=400)
    limit = serializers.CharField(required=False)


class VersionInput(StrictSerializer):
    """The version that was seen."""

    version = VersionField()


class EmptyInput(StrictSerializer):
    """Nothing to say."""
