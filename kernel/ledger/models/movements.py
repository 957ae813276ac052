"""Movements: the transfer, its customer sides, and its erasable text."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q

from kernel.fields import BytesField
from kernel.ids import IdField
from kernel.ledger.models.accounts import Account


class Transfer(models.Model):
    """One movement. Written once, never changed: no service's database user may UPDATE or DELETE.

    The account columns carry no foreign key constraint: checking one would lock the row of the
    internal account that every customer shares. The customer's row is locked by the posting, and
    `check_ledger` proves that no transfer is an orphan.
    """

    class Kind(models.TextChoices):
        """What the business calls it."""

        DEPOSIT = "deposit"
        WITHDRAWAL = "withdrawal"
        TRANSFER = "transfer"
        INTEREST = "interest"
        FEE = "fee"
        TAX = "tax"
        REVERSAL = "reversal"

    id = IdField(primary_key=True)
    kind = models.CharField(max_length=12, choices=Kind)
    debit_account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    credit_account = models.ForeignKey(
        Account, models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    debit_sequence = models.BigIntegerField(null=True)
    credit_sequence = models.BigIntegerField(null=True)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    business_date = models.DateField()
    value_date = models.DateField()
    posted_at = models.DateTimeField()
    actor_id = IdField(null=True)
    note_hash = BytesField(length=32, null=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        """Table, and what no code path can break."""

        db_table = "ledger_transfer"
        constraints: ClassVar = [
            CheckConstraint(name="ledger_transfer_amount", condition=Q(amount_minor__gt=0)),
            CheckConstraint(
                name="ledger_transfer_two_accounts",
                condition=~Q(debit_account=F("credit_account")),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["debit_account", "business_date"], name="ledger_transfer_debit"),
            Index(fields=["credit_account", "business_date"], name="ledger_transfer_credit"),
        ]


class Entry(models.Model):
    """One customer account's side of a transfer: positive in, negative out.

    Its public id is the transfer's id with the lowest bit saying the side (see `sides.py`), so it
    needs no column and no index.
    """

    pk = models.CompositePrimaryKey("account_id", "sequence")
    account = models.ForeignKey(Account, models.PROTECT, related_name="entries", db_index=False)
    sequence = models.BigIntegerField()
    transfer = models.ForeignKey(
        Transfer, models.PROTECT, related_name="entries", db_constraint=False, db_index=False
    )
    type = models.CharField(max_length=12)
    amount_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    business_date = models.DateField()
    value_date = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        """Table. The index by instant answers past balances, the one by day answers filters."""

        db_table = "ledger_entry"
        constraints: ClassVar = [
            CheckConstraint(name="ledger_entry_amount", condition=~Q(amount_minor=0)),
            CheckConstraint(name="ledger_entry_sequence", condition=Q(sequence__gt=0)),
        ]
        indexes: ClassVar = [
            Index(fields=["account", "posted_at", "sequence"], name="ledger_entry_posted"),
            Index(fields=["account", "value_date", "sequence"], name="ledger_entry_value"),
        ]


class Note(models.Model):
    """The free text of a transfer, which can be erased; the transfer keeps its salted hash."""

    transfer = models.OneToOneField(Transfer, models.PROTECT, primary_key=True, related_name="note")
    text = models.CharField(max_length=140)
    salt = BytesField(length=16)

    class Meta:
        """Table."""

        db_table = "ledger_note"
