"""The rate table: which rate an account type earns from which day.

Rows are only ever added. A rate ends where the next one of its account type begins, so nothing has
to be updated to end it, and what was in force on a past day can be asked for ever after.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kernel.ids import IdField, new_id

MAX_RATE_PPM = 1_000_000


class InterestRate(models.Model):
    """What an account type earns a year, from a day on. 1.25 % is 12,500 parts per million."""

    id = IdField(primary_key=True, default=new_id)
    account_type_code = models.CharField(max_length=30)
    effective_date = models.DateField()
    annual_rate_ppm = models.IntegerField()
    published_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "interest_rate"
        constraints: ClassVar = [
            UniqueConstraint(
                name="interest_rate_one_a_day", fields=["account_type_code", "effective_date"]
            ),
            CheckConstraint(
                name="interest_rate_in_range",
                condition=Q(annual_rate_ppm__gte=0, annual_rate_ppm__lte=MAX_RATE_PPM),
            ),
        ]
