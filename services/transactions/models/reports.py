"""Reports that come by themselves: which, how often, to whom; and which periods were told."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class ReportSchedule(models.Model):
    """A report that staff are told of when its period is over. The report itself is not kept.

    `recipients` are ids of persons as text. Whoever opens the report needs its permission then, so
    somebody who has left the bank is told of it at most.
    """

    class Every(models.TextChoices):
        """How long its periods are."""

        DAY = "day"
        WEEK = "week"
        MONTH = "month"

    id = IdField(primary_key=True, default=new_id)
    report = models.CharField(max_length=30)
    every = models.CharField(max_length=5, choices=Every)
    recipients = models.JSONField()
    # Who set it up.
    person_id = IdField()
    created_at = models.DateTimeField()
    # The first day that is still to be told of.
    next_from_date = models.DateField()
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "transactions_report_schedule"
        indexes: ClassVar = [
            Index(fields=["deleted_at", "next_from_date"], name="transactions_report_due")
        ]


class ReportRun(models.Model):
    """A period of a schedule that its recipients were told of: once, whatever beat does."""

    id = IdField(primary_key=True, default=new_id)
    schedule = models.ForeignKey(
        ReportSchedule, models.PROTECT, related_name="runs", db_index=False
    )
    from_date = models.DateField()
    to_date = models.DateField()
    made_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_report_run"
        constraints: ClassVar = [
            UniqueConstraint(fields=["schedule", "from_date"], name="transactions_report_run_once"),
            CheckConstraint(
                name="transactions_report_run_period", condition=Q(from_date__lte=F("to_date"))
            ),
        ]
