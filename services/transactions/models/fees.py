"""What was charged for products. What they cost is agreed in the ledger's `ProductTerms`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class FeeCharge(models.Model):
    """A fee that was charged, or that the account could not pay.

    `kind` is the fee's code. `cause` says what for: the month with which the period ended
    ("2026-11"), or the id of the transfer that it followed; (account, kind, cause) is unique:
    exactly once. `unpaid` is the only state that changes.
    """

    class Status(models.TextChoices):
        """What became of it."""

        CHARGED = "charged"
        UNPAID = "unpaid"

    id = IdField(primary_key=True, default=new_id)
    account_id = IdField()
    kind = models.CharField(max_length=30)
    cause = models.CharField(max_length=36)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    status = models.CharField(max_length=7, choices=Status)
    code = models.CharField(max_length=40, blank=True)
    tried_on = models.DateField()
    transfer_id = IdField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_fee_charge"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account_id", "kind", "cause"], name="transactions_fee_charge_once"
            ),
            CheckConstraint(
                name="transactions_fee_charge_paid",
                condition=Q(status="charged", transfer_id__isnull=False)
                | Q(status="unpaid", transfer_id__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["transfer_id"], name="transactions_fee_of_transfer"),
            Index(fields=["status", "tried_on"], name="transactions_fee_unpaid"),
        ]
