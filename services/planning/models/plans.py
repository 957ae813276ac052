"""What a person expects: money that comes and goes by a calendar."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from kernel.ids import IdField, new_id
from services.planning.models.categories import Category
from services.planning.models.records import TEXT_LENGTH

RRULE_LENGTH: Final = 200


class Plan(models.Model):
    """An income or an expense that comes again and again. Amounts are positive.

    `counterparty` and `text` are folded texts by which its real payments are known; with both
    empty, amount and day decide alone.
    """

    class Kind(models.TextChoices):
        """Which way the money goes."""

        INCOME = "income"
        EXPENSE = "expense"

    class Frequency(models.TextChoices):
        """How often. `rule` is an RRULE of RFC 5545."""

        WEEKLY = "weekly"
        BIWEEKLY = "biweekly"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        YEARLY = "yearly"
        RULE = "rule"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    kind = models.CharField(max_length=7, choices=Kind)
    name = models.CharField(max_length=TEXT_LENGTH)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    frequency = models.CharField(max_length=9, choices=Frequency)
    rrule = models.CharField(max_length=RRULE_LENGTH, blank=True)
    first_date = models.DateField()
    end_date = models.DateField(null=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    counterparty = models.CharField(max_length=TEXT_LENGTH, blank=True)
    text = models.CharField(max_length=TEXT_LENGTH, blank=True)
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_plan"
        constraints: ClassVar = [
            CheckConstraint(name="planning_plan_amount", condition=Q(amount_minor__gt=0)),
            CheckConstraint(
                name="planning_plan_rule",
                condition=(Q(frequency="rule") & ~Q(rrule=""))
                | (~Q(frequency="rule") & Q(rrule="")),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["person_id", "is_live", "kind", "id"], name="planning_plan_person")
        ]
