"""How much a person may pay to others: the amounts agreed, and what was used of them."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Limit(models.Model):
    """An agreed limit: a person's own, or the default of a product.

    A person's row has no product, a product's row no person. Where neither stands, the bank's
    default of the settings counts.
    """

    class Kind(models.TextChoices):
        """What it bounds: one transfer, or the sum of a day, a week, a month."""

        TRANSFER = "transfer"
        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField(null=True)
    product = models.CharField(max_length=30, blank=True)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=8, choices=Kind)
    amount_minor = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_limit"
        constraints: ClassVar = [
            CheckConstraint(name="transactions_limit_amount", condition=Q(amount_minor__gte=0)),
            CheckConstraint(
                name="transactions_limit_of_one",
                condition=Q(person_id__isnull=True) | Q(product=""),
            ),
            UniqueConstraint(
                fields=["person_id", "product", "currency", "kind"], name="transactions_limit_once"
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


class Rules(models.Model):
    """One row: which version of the products' limits and fees is in force.

    Every change writes a version that never was before, in its own transaction, so a process may
    keep the rules that it has read for as long as it meets the same version.
    """

    ONLY: Final = 1

    id = models.SmallIntegerField(primary_key=True, default=ONLY)
    version = IdField(default=new_id)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_rules"
        constraints: ClassVar = [
            CheckConstraint(name="transactions_rules_one", condition=Q(id=1)),
        ]
