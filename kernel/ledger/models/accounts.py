"""Accounts and what hangs on them: who holds them, and why they must stay open."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from kernel.ids import IdField, new_id


class Account(models.Model):
    """An account of the ledger: of a customer, or internal (cash, fees, interest, suspense).

    A posting locks and updates customer rows only. `balance_minor`, `held_minor` and `sequence` of
    an internal account stay zero: its balance is its last `Checkpoint` and the transfers after it.
    """

    class Kind(models.TextChoices):
        """Whose account it is."""

        CUSTOMER = "customer"
        INTERNAL = "internal"

    class Status(models.TextChoices):
        """What may happen on it."""

        OPEN = "open"
        CREDITS_ONLY = "credits_only"
        FROZEN = "frozen"
        CLOSED = "closed"

    id = IdField(primary_key=True, default=new_id)
    number = models.CharField(max_length=34, unique=True)
    title = models.CharField(max_length=140)
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=8, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, default=Status.OPEN)
    balance_minor = models.BigIntegerField(default=0)
    held_minor = models.BigIntegerField(default=0)
    floor_minor = models.BigIntegerField(default=0)
    sequence = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    last_posted_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "ledger_account"
        constraints: ClassVar = [
            CheckConstraint(
                name="ledger_account_above_floor",
                condition=Q(kind="internal")
                | Q(balance_minor__gte=F("floor_minor") + F("held_minor")),
            ),
            CheckConstraint(name="ledger_account_held", condition=Q(held_minor__gte=0)),
            CheckConstraint(name="ledger_account_floor", condition=Q(floor_minor__lte=0)),
            CheckConstraint(
                name="ledger_account_internal_is_derived",
                condition=Q(kind="customer") | Q(balance_minor=0, held_minor=0, sequence=0),
            ),
            CheckConstraint(
                name="ledger_account_closed_is_empty",
                condition=~Q(status="closed") | Q(balance_minor=0, held_minor=0),
            ),
        ]


class Holder(models.Model):
    """A person's right on an account: enough for one service alone to decide."""

    class Access(models.TextChoices):
        """What the person may do."""

        OWNER = "owner"
        JOINT = "joint"
        VIEW = "view"

    pk = models.CompositePrimaryKey("person_id", "account_id")
    person_id = IdField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="holders")
    access = models.CharField(max_length=5, choices=Access)

    class Meta:
        """Table."""

        db_table = "ledger_holder"


class Block(models.Model):
    """A service's reason why an account must stay open. Closing refuses while one stands."""

    id = IdField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.PROTECT, related_name="blocks")
    service = models.CharField(max_length=20)
    reason = models.CharField(max_length=140)
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "ledger_block"
