"""Whom a person pays: saved payees, and accounts that were paid before."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q

from kernel.ids import IdField, new_id


class Payer(models.Model):
    """One row per person who pays: locked before anything of theirs is counted.

    Whoever holds it is alone with the person's limits and payees, so two payments at once cannot
    both pass a limit. It is locked before any account. Without `has_limits` the person has no
    limits of their own, and nobody looks for them.
    """

    person_id = IdField(primary_key=True)
    has_limits = models.BooleanField(default=False, db_default=False)

    class Meta:
        """Table."""

        db_table = "transactions_payer"


class Payee(models.Model):
    """An account that a person saved as a payee, or paid without saving it.

    `added_at` is None until it is saved; `first_paid_at` is None until it is paid. Which of them
    came first says since when the person knows this payee. A deleted one keeps what was paid.
    """

    class NameCheck(models.TextChoices):
        """How the name that the person wrote compares with the bank's."""

        MATCH = "match"
        CLOSE_MATCH = "close_match"
        NO_MATCH = "no_match"
        NOT_CHECKED = "not_checked"

    id = IdField(primary_key=True, default=new_id)
    person_id = IdField()
    account_id = IdField()
    number = models.CharField(max_length=34)
    currency = models.CharField(max_length=3)
    name = models.CharField(max_length=140, blank=True)
    nickname = models.CharField(max_length=40, blank=True)
    name_check = models.CharField(max_length=11, choices=NameCheck, default=NameCheck.NOT_CHECKED)
    added_at = models.DateTimeField(null=True)
    deleted_at = models.DateTimeField(null=True)
    first_paid_at = models.DateTimeField(null=True)
    last_paid_at = models.DateTimeField(null=True)
    # What was paid while the payee was new: the cooling-off limit counts this.
    cooling_minor = models.BigIntegerField(default=0)

    class Meta:
        """Table, and what no code path can break."""

        db_table = "transactions_payee"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person_id", "account_id"], name="transactions_payee_once"
            ),
            CheckConstraint(
                name="transactions_payee_known",
                condition=Q(added_at__isnull=False) | Q(first_paid_at__isnull=False),
            ),
            CheckConstraint(name="transactions_payee_cooling", condition=Q(cooling_minor__gte=0)),
        ]
        indexes: ClassVar = [
            Index(fields=["person_id", "added_at"], name="transactions_payee_list"),
        ]
