"""Payments agreed for later: once on a date, or again and again."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class StandingOrder(models.Model):
    """What a person ordered. A payment scheduled for one date is an order of frequency `once`.

    `next_date` is the earliest day that is not settled yet, `tried_on` the day of the last attempt
    at it. `block_id` names the ledger's block that keeps the account open while this is active.
    """

    class Frequency(models.TextChoices):
        """The unit of the interval."""

        ONCE = "once"
        DAILY = "daily"
        WEEKLY = "weekly"
        MONTHLY = "monthly"

    class Status(models.TextChoices):
        """Where it stands."""

        ACTIVE = "active"
        PAUSED = "paused"
        COMPLETED = "completed"
        CANCELLED = "cancelled"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    account_id = IdField()
    to_account_id = IdField()
    to_number = models.CharField(max_length=34)
    to_name = models.CharField(max_length=140, blank=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    note = models.CharField(max_length=140, blank=True)
    frequency = models.CharField(max_length=7, choices=Frequency)
    interval = models.PositiveSmallIntegerField(default=1)
    day_of_month = models.PositiveSmallIntegerField(null=True)
    first_date = models.DateField()
    end_date = models.DateField(null=True)
    max_executions = models.PositiveIntegerField(null=True)
    retry_days = models.PositiveSmallIntegerField(default=0)
    skipped_dates = models.JSONField(default=list)
    status = models.CharField(max_length=9, choices=Status, default=Status.ACTIVE)
    next_date = models.DateField(null=True)
    tried_on = models.DateField(null=True)
    settled_count = models.PositiveIntegerField(default=0)
    block_id = IdField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_standing_order"
        constraints: ClassVar = [
            CheckConstraint(name="transactions_order_amount", condition=Q(amount_minor__gt=0)),
            CheckConstraint(name="transactions_order_interval", condition=Q(interval__gte=1)),
            CheckConstraint(
                name="transactions_order_day",
                condition=Q(day_of_month__isnull=True)
                | Q(day_of_month__gte=1, day_of_month__lte=31),
            ),
            CheckConstraint(
                name="transactions_order_two_accounts",
                condition=~Q(account_id=F("to_account_id")),
            ),
            CheckConstraint(
                name="transactions_order_is_due",
                condition=~Q(status="active") | Q(next_date__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["status", "next_date"], name="transactions_order_due"),
            Index(fields=["person_id", "id"], name="transactions_order_person"),
        ]


class OrderExecution(models.Model):
    """What became of an order on one day. (order, due date) is unique: exactly once.

    `retrying` is the only state that changes: to executed or failed.
    """

    class Status(models.TextChoices):
        """What became of it."""

        RETRYING = "retrying"
        EXECUTED = "executed"
        FAILED = "failed"
        SKIPPED = "skipped"

    id = IdField(primary_key=True, default=new_id)
    order = models.ForeignKey(StandingOrder, models.PROTECT, related_name="executions")
    due_date = models.DateField()
    status = models.CharField(max_length=8, choices=Status)
    attempts = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=200, blank=True)
    transfer_id = IdField(null=True)
    amount_minor = models.BigIntegerField()
    decided_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_order_execution"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["order", "due_date"], name="transactions_order_execution_once"
            ),
            CheckConstraint(
                name="transactions_order_execution_paid",
                condition=Q(status="executed", transfer_id__isnull=False)
                | (~Q(status="executed") & Q(transfer_id__isnull=True)),
            ),
        ]
