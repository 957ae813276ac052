"""How a person plans, and who may look on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Planner(models.Model):
    """A person who plans. The row is written when their past movements have been copied."""

    class CarryOver(models.TextChoices):
        """What becomes of what is left of a day."""

        RESET = "reset"
        ROLL_OVER = "roll_over"
        ADJUST = "adjust"

    person_id = IdField(primary_key=True)
    currency = models.CharField(max_length=3)
    carry_over = models.CharField(max_length=9, choices=CarryOver, default=CarryOver.ADJUST)
    has_alerts = models.BooleanField(default=True)
    has_weekly_mail = models.BooleanField(default=True)
    # The Monday for which the last weekly summary was mailed.
    mailed_for = models.DateField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "planning_planner"
        indexes: ClassVar = [
            Index(fields=["has_weekly_mail", "mailed_for"], name="planning_planner_mail")
        ]


class Share(models.Model):
    """One person lets another look at their planning, until they revoke it."""

    id = IdField(primary_key=True, default=new_id)
    owner_id = IdField()
    viewer_id = IdField()
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_share"
        constraints: ClassVar = [
            UniqueConstraint(name="planning_share_once", fields=["owner_id", "viewer_id"]),
            CheckConstraint(
                name="planning_share_with_another", condition=~Q(owner_id=F("viewer_id"))
            ),
        ]
        indexes: ClassVar = [Index(fields=["viewer_id"], name="planning_share_viewer")]


class Alert(models.Model):
    """What a person was warned of: once for each subject and day."""

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    kind = models.CharField(max_length=20)
    # The nil UUID for the allowance, else the budget.
    subject_id = IdField()
    about_date = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "planning_alert"
        constraints: ClassVar = [
            UniqueConstraint(
                name="planning_alert_once",
                fields=["person_id", "kind", "subject_id", "about_date"],
            )
        ]
