"""Customers, branches, account types and accounts.

An account's money, number and status live in the ledger; its row here has the same id and says what
was agreed: the product, the branch, the nickname. A customer's id is the id of their user.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q

from kernel.ids import IdField, new_id


class Customer(models.Model):
    """A person who banks here."""

    class Status(models.TextChoices):
        """Where the relationship stands."""

        PENDING = "pending"
        ACTIVE = "active"
        REJECTED = "rejected"
        CLOSED = "closed"

    id = IdField(primary_key=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    date_of_birth = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    created_at = models.DateTimeField()

    class Meta:
        """Table."""

        db_table = "accounts_customer"

    @property
    def full_name(self) -> str:
        """Return the name as a payer sees it."""
        return f"{self.given_name} {self.family_name}"


class Branch(models.Model):
    """An office of the bank."""

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    city = models.CharField(max_length=80)

    class Meta:
        """Table."""

        db_table = "accounts_branch"


class AccountType(models.Model):
    """A product: what kind of account, in which currency, on which terms."""

    class Kind(models.TextChoices):
        """The family of products."""

        SAVINGS = "savings"
        CURRENT = "current"
        FIXED_DEPOSIT = "fixed_deposit"

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=13, choices=Kind)
    currency = models.CharField(max_length=3)
    minimum_opening_minor = models.BigIntegerField(default=0)
    overdraft_minor = models.BigIntegerField(default=0)
    description = models.CharField(max_length=200, blank=True)
    is_offered = models.BooleanField(default=True)

    class Meta:
        """Table."""

        db_table = "accounts_account_type"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_account_type_not_negative",
                condition=Q(minimum_opening_minor__gte=0, overdraft_minor__gte=0),
            )
        ]


class Account(models.Model):
    """What was agreed about an account. `id` is the ledger account's."""

    id = IdField(primary_key=True)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="accounts")
    account_type = models.ForeignKey(AccountType, models.PROTECT, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    nickname = models.CharField(max_length=40, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_account"
