"""What the bank promises: business hours and how long an answer may take."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index

from kernel.ids import IdField, new_id


class ServiceLevel(models.Model):
    """One version of the promise. It is never changed: a ticket keeps the one that it began with.

    `hours` are periods by the day's name, `{"monday": [["09:00", "12:30"], ["13:30", "18:00"]]}`,
    in `time_zone`; `holidays` are `[{"date", "name"}]`; `targets` are minutes of business hours by
    priority and clock: `{"high": {"first_response": 60, "next_response": 120, "solution": 960}}`.
    """

    id = IdField(primary_key=True, default=new_id)
    time_zone = models.CharField(max_length=64)
    hours = models.JSONField()
    holidays = models.JSONField(default=list)
    targets = models.JSONField()
    published_by = IdField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "support_service_level"
        indexes: ClassVar = [Index(fields=["published_at"], name="support_service_level_newest")]
