"""Business days, and the balances that are written when one is closed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index

from kernel.fields import BytesField
from kernel.ledger.models.accounts import Account


class Day(models.Model):
    """A business day. Postings share-lock the open one; closing it locks it exclusively."""

    class Status(models.TextChoices):
        """How far the day has come."""

        OPEN = "open"
        CLOSED = "closed"
        BALANCED = "balanced"

    business_date = models.DateField(primary_key=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.OPEN)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    seal = BytesField(length=32, null=True)

    class Meta:
        """Table."""

        db_table = "ledger_day"
        indexes: ClassVar = [Index(fields=["status"], name="ledger_day_status")]


class Checkpoint(models.Model):
    """The balance of an internal account at the end of a closed business day."""

    pk = models.CompositePrimaryKey("account_id", "business_date")
    account = models.ForeignKey(Account, models.PROTECT, related_name="checkpoints", db_index=False)
    business_date = models.DateField()
    balance_minor = models.BigIntegerField()

    class Meta:
        """Table."""

        db_table = "ledger_checkpoint"


class DayBalance(models.Model):
    """A customer account's balance by value date, over the entries of all balanced days.

    A row exists for each value date on which something moved. Entries posted since the last
    balanced day are added when a balance is asked for; they are few. `through_date` is the last
    business day that changed the row.
    """

    pk = models.CompositePrimaryKey("account_id", "value_date")
    account = models.ForeignKey(
        Account, models.PROTECT, related_name="day_balances", db_index=False
    )
    value_date = models.DateField()
    balance_minor = models.BigIntegerField()
    through_date = models.DateField()

    class Meta:
        """Table."""

        db_table = "ledger_day_balance"
