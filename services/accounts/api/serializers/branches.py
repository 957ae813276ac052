"""What the API of branches reads and answers."""

from __future__ import annotations

from rest_framework import serializers

from kernel.http.fields import StrictSerializer, TextField
from kernel.http.hours import HolidaysField, OpeningHoursField
from services.accounts.api.serializers.pages import page_of


class BranchInput(StrictSerializer):
    """A new branch."""

    code = TextField(min_length=1, max_length=12)
    name = TextField(min_length=1, max_length=80)
    street = TextField(required=False, max_length=120, allow_blank=True)
    postal_code = TextField(required=False, max_length=12, allow_blank=True)
    city = TextField(min_length=1, max_length=80)
    phone = TextField(required=False, max_length=20, allow_blank=True)
    opening_hours = OpeningHoursField(required=False)
    holidays = HolidaysField(required=False)


class BranchChange(StrictSerializer):
    """What changes about a branch."""

    name = TextField(required=False, min_length=1, max_length=80)
    street = TextField(required=False, max_length=120, allow_blank=True)
    postal_code = TextField(required=False, max_length=12, allow_blank=True)
    city = TextField(required=False, min_length=1, max_length=80)
    phone = TextField(required=False, max_length=20, allow_blank=True)
    opening_hours = OpeningHoursField(required=False)
    holidays = HolidaysField(required=False)


class HolidayOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A day on which a branch stays closed."""

    date = serializers.DateField()
    name = serializers.CharField()


class BranchOutput(serializers.Serializer):  # type: ignore[type-arg]
    """An office of the bank."""

    id = serializers.UUIDField()
    code = serializers.CharField()
    name = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    phone = serializers.CharField()
    opening_hours = OpeningHoursField(help_text="Local time; a day that is missing is closed.")
    holidays = HolidayOutput(many=True)


class BranchStaffOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A member of staff of a branch."""

    person = serializers.UUIDField()
    branch = serializers.UUIDField()
    since = serializers.DateTimeField()


BranchPageOutput = page_of(BranchOutput)
BranchStaffPageOutput = page_of(BranchStaffOutput)
