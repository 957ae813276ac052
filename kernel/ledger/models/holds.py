"""Reservations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from kernel.ids import IdField, new_id
from kernel.ledger.models.accounts import Account
from kernel.ledger.models.movements import Transfer


class Hold(models.Model):
    """A reservation: it lowers what is available until it is captured, voided or expires."""

    class Status(models.TextChoices):
        """What became of it."""

        ACTIVE = "active"
        CAPTURED = "captured"
        VOIDED = "voided"
        EXPIRED = "expired"

    id = IdField(primary_key=True, default=new_id)
    account = models.ForeignKey(Account, models.PROTECT, related_name="holds")
    amount_minor = models.BigIntegerField()
    captured_minor = models.BigIntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    reason = models.CharField(max_length=140)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    # Who a capture pays: a customer, or one of the bank's own accounts. No constraint, as for
    # transfers: checking one would lock the row that everybody shares.
    payee = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    actor_id = IdField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "ledger_hold"
        constraints: ClassVar = [
            CheckConstraint(name="ledger_hold_amount", condition=Q(amount_minor__gt=0)),
            CheckConstraint(
                name="ledger_hold_captured",
                condition=Q(captured_minor__gte=0, captured_minor__lte=F("amount_minor")),
            ),
        ]
        indexes: ClassVar = [Index(fields=["status", "expires_at"], name="ledger_hold_expiry")]


class Capture(models.Model):
    """A transfer that took money out of a hold. Written once."""

    transfer = models.OneToOneField(
        Transfer, models.PROTECT, primary_key=True, related_name="capture"
    )
    hold = models.ForeignKey(Hold, models.PROTECT, related_name="captures")

    class Meta:
        """Table."""

        db_table = "ledger_capture"
