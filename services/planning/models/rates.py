"""What a currency is worth, day by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class DailyRate(models.Model):
    """How much of a currency one euro buys on a day, in billionths: 25.123 CZK is 25123000000."""

    id = IdField(primary_key=True, default=new_id)
    currency = models.CharField(max_length=3)
    rate_date = models.DateField()
    per_euro_nano = models.BigIntegerField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_daily_rate"
        constraints: ClassVar = [
            UniqueConstraint(name="planning_daily_rate_once", fields=["currency", "rate_date"]),
            CheckConstraint(
                name="planning_daily_rate_above_zero", condition=Q(per_euro_nano__gt=0)
            ),
        ]
