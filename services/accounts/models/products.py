"""Account types: the products of the bank, and how their terms have changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kernel.ids import IdField, new_id


class Terms(models.Model):
    """What a product costs, allows and asks for. Amounts are minor units of its currency.

    `fees` is [{"code", "kind", "amount_minor", "when"}], each code once. A limit that is NULL is
    the bank's own. Fees and limits go to the ledger with each version: what is charged is read
    there (`commands/publish_terms.py`).
    """

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=200, blank=True)
    minimum_opening_minor = models.BigIntegerField(default=0)
    minimum_balance_minor = models.BigIntegerField(default=0)
    overdraft_minor = models.BigIntegerField(default=0)
    interest_plan = models.CharField(max_length=40, blank=True, default="")
    fees = models.JSONField(default=list)
    limit_transfer_minor = models.BigIntegerField(null=True)
    limit_day_minor = models.BigIntegerField(null=True)
    limit_week_minor = models.BigIntegerField(null=True)
    limit_month_minor = models.BigIntegerField(null=True)
    # How long a fixed deposit lasts.
    term_months = models.PositiveSmallIntegerField(null=True)
    is_offered = models.BooleanField(default=True)
    # Whether staff look at an application first.
    needs_approval = models.BooleanField(default=False)

    class Meta:
        """Shared by the first version and those after it."""

        abstract = True


class AccountType(Terms):
    """A product: what kind of account, in which currency. Its terms here are its version 1.

    Nothing here ever changes: other terms are a new `AccountTypeVersion`.
    """

    class Kind(models.TextChoices):
        """The family of products."""

        SAVINGS = "savings"
        CURRENT = "current"
        FIXED_DEPOSIT = "fixed_deposit"

    id = IdField(primary_key=True, default=new_id)
    code = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=13, choices=Kind)
    currency = models.CharField(max_length=3)
    # NULL: from the beginning, as for the products that a bank starts with.
    valid_from = models.DateField(null=True)

    class Meta:
        """Table."""

        db_table = "accounts_account_type"
        constraints: ClassVar = [
            CheckConstraint(
                name="accounts_account_type_not_negative",
                condition=Q(minimum_opening_minor__gte=0, overdraft_minor__gte=0),
            )
        ]


class AccountTypeVersion(Terms):
    """The terms of a product from a day on, until a later version. Written once, never changed.

    The version that holds on a day is the one with the latest `valid_from` that has come, and of
    two from the same day the higher number.
    """

    id = IdField(primary_key=True, default=new_id)
    account_type = models.ForeignKey(
        AccountType, models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    valid_from = models.DateField()
    created_at = models.DateTimeField()
    created_by = IdField()
    approved_by = IdField()
    reason = models.CharField(max_length=200)

    class Meta:
        """Table."""

        db_table = "accounts_account_type_version"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["account_type", "number"], name="accounts_account_type_version_number"
            ),
            CheckConstraint(
                name="accounts_account_type_version_valid",
                condition=Q(number__gte=2, minimum_opening_minor__gte=0, overdraft_minor__gte=0),
            ),
        ]
