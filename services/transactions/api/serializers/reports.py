"""Reports as the API reads and answers them."""

from __future__ import annotations

from typing import Final

from django.core.validators import RegexValidator
from rest_framework import serializers

from kernel.http.fields import DayField, StrictIdField, StrictSerializer, TextField

EVERY: Final = ("day", "week", "month")
FORMATS: Final = ("json", "csv")
_CURRENCY: Final = r"^[A-Z]{3}\Z"


class ReportQuery(StrictSerializer):
    """The days of a report, both included; without them it is yesterday. A balance has one day."""

    from_date = DayField(required=False)
    to_date = DayField(required=False)
    currency = TextField(validators=[RegexValidator(_CURRENCY)], required=False)
    format = serializers.ChoiceField(FORMATS, required=False, default="json")


class ReportKindOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A report that you may read."""

    name = serializers.CharField()
    title = serializers.CharField()
    columns = serializers.ListField(child=serializers.CharField())


class ReportKindPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Reports."""

    results = ReportKindOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


class ReportOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A report. `rows` have the names of `columns`; `is_final` ones come out the same again."""

    report = serializers.CharField()
    title = serializers.CharField()
    from_date = serializers.DateField()
    to_date = serializers.DateField()
    is_final = serializers.BooleanField()
    columns = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.DictField())


class RecipientsField(serializers.ListField):
    """Ids of people."""

    child = StrictIdField()

    def __init__(self, **kwargs: object) -> None:
        """Allow no more than the command does, and one to be refused by it."""
        super().__init__(max_length=51, **kwargs)  # type: ignore[arg-type]


class ReportScheduleInput(StrictSerializer):
    """Which report, how often, and who is told; without `recipients` it is you."""

    report = TextField(max_length=30)
    every = serializers.ChoiceField(EVERY)
    recipients = RecipientsField(required=False)


class ReportScheduleChangeInput(StrictSerializer):
    """Who is told."""

    recipients = RecipientsField()


class ReportRunOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A period that recipients were told of."""

    from_date = serializers.DateField()
    to_date = serializers.DateField()
    made_at = serializers.DateTimeField()


class ReportScheduleOutput(serializers.Serializer):  # type: ignore[type-arg]
    """A report that people are told of. `runs` are the last periods, the latest first."""

    id = serializers.UUIDField()
    report = serializers.CharField()
    every = serializers.ChoiceField(EVERY)
    recipients = serializers.ListField(child=serializers.UUIDField())
    person = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    next_from_date = serializers.DateField()
    runs = ReportRunOutput(many=True)


class ReportSchedulePageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Schedules, the oldest first."""

    results = ReportScheduleOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
