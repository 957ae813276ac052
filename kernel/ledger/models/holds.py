"""Reservations."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from kernel.ids import IdField, new_id
from kernel.ledger.models.accounts import Account


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
