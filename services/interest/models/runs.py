"""Runs: the work of one business date, in chunks that are done once each."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index, UniqueConstraint

from kernel.ids import IdField, new_id


class InterestRun(models.Model):
    """One kind of work for one business date. There is never a second one.

    `accounts` is how many accounts the plan covers; `totals` holds the control totals as text,
    since sums of nano-minor are larger than a column.
    """

    class Kind(models.TextChoices):
        """What the run does."""

        ACCRUAL = "accrual"
        CREDIT = "credit"
        # Deposits whose last day this was.
        MATURE = "mature"

    class Status(models.TextChoices):
        """How far it has come. `failed` can be resumed, like `paused`."""

        PLANNED = "planned"
        RUNNING = "running"
        PAUSED = "paused"
        FAILED = "failed"
        DONE = "done"
        SIGNED_OFF = "signed_off"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=7, choices=Kind)
    business_date = models.DateField()
    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    accounts = models.IntegerField(default=0)
    totals = models.JSONField(default=dict)
    failure = models.CharField(max_length=200, blank=True, default="")
    planned_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    signed_off_by = IdField(null=True)
    signed_off_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "interest_run"
        constraints: ClassVar = [
            UniqueConstraint(name="interest_run_once", fields=["kind", "business_date"])
        ]
        indexes: ClassVar = [Index(fields=["business_date", "kind"], name="interest_run_date")]


class InterestRunChunk(models.Model):
    """A range of account ids: done in one transaction with its rows, or not at all.

    Ids from `first_id` to `last_id`, both included. `rows` is how many accounts were accrued or
    credited, `excepted` how many could not be.
    """

    pk = models.CompositePrimaryKey("run_id", "position")
    run = models.ForeignKey(InterestRun, models.PROTECT, related_name="chunks", db_index=False)
    position = models.IntegerField()
    first_id = IdField()
    last_id = IdField()
    accounts = models.IntegerField()
    rows = models.IntegerField(default=0)
    excepted = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        """Table. The index finds the next chunk that is not done."""

        db_table = "interest_run_chunk"
        indexes: ClassVar = [
            Index(fields=["run", "done_at", "position"], name="interest_run_chunk_next")
        ]
