"""Opening hours and holidays as a client writes them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, Final

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from kernel.http.fields import parse_day

DAYS: Final = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
MOST_PERIODS: Final = 4
MOST_HOLIDAYS: Final = 100
LONGEST_NAME: Final = 80
_TIME: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            day: {
                "type": "array",
                "items": {
                    "type": "array",
                    "items": {"type": "string"},
                    "minItems": 2,
                    "maxItems": 2,
                },
                "maxItems": MOST_PERIODS,
            }
            for day in DAYS
        },
        "additionalProperties": False,
        "examples": [{"monday": [["09:00", "12:30"], ["14:00", "18:00"]]}],
    }
)
class OpeningHoursField(serializers.Field):  # type: ignore[type-arg]
    """The periods of each day, in order and apart: {"monday": [["09:00", "12:30"]]}."""

    default_error_messages = {
        "invalid": "Opening hours are periods such as [['09:00', '12:30']] by the day's name.",
        "order": "The periods of a day follow each other.",
    }

    def to_internal_value(self, data: Any) -> dict[str, list[list[str]]]:
        """Return the hours, the days in order."""
        if not isinstance(data, dict) or not set(data) <= set(DAYS):
            self.fail("invalid")
        return {day: self._periods(data[day]) for day in DAYS if data.get(day)}

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        """Return the hours."""
        return value

    def _periods(self, periods: Any) -> list[list[str]]:
        if not isinstance(periods, list) or len(periods) > MOST_PERIODS:
            self.fail("invalid")
        last = ""
        for period in periods:
            if not isinstance(period, list) or len(period) != 2:  # noqa: PLR2004  (from, to)
                self.fail("invalid")
            for moment in period:
                if not isinstance(moment, str) or not _TIME.fullmatch(moment):
                    self.fail("invalid")
                # Texts of this form are in order as times are.
                if moment <= last:
                    self.fail("order")
                last = moment
        return [list(period) for period in periods]


@extend_schema_field(
    {
        "type": "array",
        "maxItems": MOST_HOLIDAYS,
        "items": {
            "type": "object",
            "properties": {
                "date": {"type": "string", "format": "date"},
                "name": {"type": "string"},
            },
            "required": ["date", "name"],
            "additionalProperties": False,
        },
    }
)
class HolidaysField(serializers.Field):  # type: ignore[type-arg]
    """The days on which nobody works, each once: {"date", "name"}."""

    default_error_messages = {"invalid": "A holiday is a date and a name; each day once."}

    def to_internal_value(self, data: Any) -> list[dict[str, str]]:
        """Return the holidays by day."""
        if not isinstance(data, list) or len(data) > MOST_HOLIDAYS:
            self.fail("invalid")
        found: dict[date, str] = {}
        for holiday in data:
            if not isinstance(holiday, dict) or set(holiday) != {"date", "name"}:
                self.fail("invalid")
            day, name = parse_day(holiday["date"]), holiday["name"]
            if day is None or day in found or not _is_name(name):
                self.fail("invalid")
            else:
                found[day] = name
        return [{"date": day.isoformat(), "name": found[day]} for day in sorted(found)]

    def to_representation(self, value: list[Any]) -> list[Any]:
        """Return the holidays."""
        return value


def _is_name(text: object) -> bool:
    return isinstance(text, str) and 0 < len(text.strip()) <= LONGEST_NAME and text.isprintable()
