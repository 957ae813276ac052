"""Cash and what comes like it: which way it came, over which counter, under which receipt."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from kernel.ids import IdField


class CashMovement(models.Model):
    """What a deposit or a withdrawal is on paper. Written with the transfer, never changed.

    The free text about it is the transfer's note, which can be erased; nothing personal is here.
    """

    class Channel(models.TextChoices):
        """Which way the money came or went."""

        SELF_SERVICE = "self_service"
        TELLER = "teller"
        TRANSFER_IN = "transfer_in"
        CARD_TOP_UP = "card_top_up"

    transfer_id = IdField(primary_key=True)
    account_id = IdField()
    kind = models.CharField(max_length=12)
    channel = models.CharField(max_length=12, choices=Channel)
    branch = models.CharField(max_length=12, blank=True)
    teller_id = IdField(null=True)
    receipt_number = models.CharField(max_length=40, unique=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    business_date = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        """Table. The index by teller and day is what a teller's totals read."""

        db_table = "transactions_cash_movement"
        constraints: ClassVar = [
            CheckConstraint(
                name="transactions_cash_teller",
                condition=~Q(channel="teller") | (Q(teller_id__isnull=False) & ~Q(branch="")),
            ),
            CheckConstraint(name="transactions_cash_amount", condition=Q(amount_minor__gt=0)),
        ]
        indexes: ClassVar = [
            Index(fields=["teller_id", "business_date"], name="transactions_cash_of_teller"),
            Index(fields=["branch", "business_date"], name="transactions_cash_of_branch"),
        ]


class ReceiptCounter(models.Model):
    """The last receipt number that a branch's counter gave out on a day."""

    pk = models.CompositePrimaryKey("branch", "business_date")
    branch = models.CharField(max_length=12)
    business_date = models.DateField()
    last_number = models.IntegerField(default=0)

    class Meta:
        """Table."""

        db_table = "transactions_receipt_counter"
