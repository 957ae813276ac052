"""What a person saves for, and what they mean to spend at most."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id
from services.planning.models.categories import Category
from services.planning.models.records import TEXT_LENGTH

WHOLE_PPM: Final = 1_000_000


class Goal(models.Model):
    """A share of each income, or an amount by a day.

    Its pot is an account of the person's own: what is in it is saved, and money gets there by a
    transfer. An account is the pot of one goal at a time.
    """

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    name = models.CharField(max_length=TEXT_LENGTH)
    currency = models.CharField(max_length=3)
    share_ppm = models.PositiveIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    by_date = models.DateField(null=True)
    pot_account_id = IdField(null=True)
    is_live = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_goal"
        constraints: ClassVar = [
            UniqueConstraint(name="planning_goal_one_pot", fields=["person_id", "pot_account_id"]),
            CheckConstraint(
                name="planning_goal_share_or_amount",
                condition=Q(
                    share_ppm__gt=0,
                    share_ppm__lte=WHOLE_PPM,
                    amount_minor__isnull=True,
                    by_date__isnull=True,
                )
                | Q(share_ppm__isnull=True, amount_minor__gt=0, by_date__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["person_id", "is_live", "id"], name="planning_goal_person")
        ]


class Budget(models.Model):
    """What may be spent on a category in each cycle: a calendar month, or payday to payday."""

    class Cycle(models.TextChoices):
        """When it begins anew."""

        MONTH = "month"
        PAYDAY = "payday"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    category = models.ForeignKey(Category, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    cycle = models.CharField(max_length=6, choices=Cycle, default=Cycle.MONTH)
    # Whether what is left of a cycle, or was overspent, counts for the next.
    rolls_over = models.BooleanField(default=False)
    first_date = models.DateField()
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_budget"
        constraints: ClassVar = [
            UniqueConstraint(name="planning_budget_one", fields=["person_id", "category"]),
            CheckConstraint(name="planning_budget_amount", condition=Q(amount_minor__gt=0)),
        ]
