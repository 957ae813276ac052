"""How much a person may pay to others: the amounts agreed, and what was used of them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Limit(models.Model):
    """A limit that a person has set. Without one that of the product counts, then the bank's."""

    class Kind(models.TextChoices):
        """What it bounds: one transfer, or the sum of a day, a week, a month."""

        TRANSFER = "transfer"
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=8, choices=Kind)
    amount_minor = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_limit"
        constraints: ClassVar = [
            CheckConstraint(name="transactions_limit_amount", condition=Q(amount_minor__gte=0)),
            UniqueConstraint(
                fields=["person_id", "currency", "kind"], name="transactions_limit_once"
            ),
        ]


class LimitUse(models.Model):
    """What a person paid to others in one currency, as of the last day on which they paid.

    The sums are those of that day, of its week and of its month: a payment changes one row, under
    the payer's lock. On a later day, what has ended counts as nothing.
    """

    pk = models.CompositePrimaryKey("person_id", "currency")
    person_id = IdField()
    currency = models.CharField(max_length=3)
    day = models.DateField()
    day_minor = models.BigIntegerField()
    week_minor = models.BigIntegerField()
    month_minor = models.BigIntegerField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_limit_use"
        constraints: ClassVar = [
            # A day is part of its week and of its month; a week may reach into two months.
            CheckConstraint(
                name="transactions_limit_use_sums",
                condition=Q(day_minor__gte=0)
                & Q(week_minor__gte=F("day_minor"))
                & Q(month_minor__gte=F("day_minor")),
            ),
        ]
