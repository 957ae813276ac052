"""Fixed deposits: a sum that stays for a term, at the rate of the day it was placed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint

from kernel.ids import IdField, new_id
from services.interest.models.rates import InterestRate


class InterestDeposit(models.Model):
    """A deposit on an account: the days from `first_date` to the eve of `end_date` earn.

    `end_date` is the day of maturity until the deposit is closed earlier. `running_account_id` is
    the account's id while it runs and NULL afterwards: an account has one running deposit at most.
    `minimum_before_minor` is what had to stay on the account before the principal had to;
    `block_id` is the ledger's block that keeps the account open. `expected_minor` is the interest
    of the whole term, before tax. A payout that the ledger refused leaves its code in
    `payout_refusal`, and the money on the account.
    """

    class AtMaturity(models.TextChoices):
        """What the holder wants done on the day of maturity."""

        PAY_OUT = "pay_out"
        ROLL_OVER = "roll_over"
        # The principal goes on, the interest is paid out.
        ROLL_OVER_PRINCIPAL = "roll_over_principal"

    class Status(models.TextChoices):
        """Where it stands."""

        RUNNING = "running"
        MATURED = "matured"
        CLOSED_EARLY = "closed_early"

    id = IdField(primary_key=True, default=new_id)
    account_id = IdField()
    running_account_id = IdField(null=True)
    rate = models.ForeignKey(InterestRate, models.PROTECT, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    principal_minor = models.BigIntegerField()
    expected_minor = models.BigIntegerField()
    first_date = models.DateField()
    maturity_date = models.DateField()
    end_date = models.DateField()
    at_maturity = models.CharField(max_length=19, choices=AtMaturity)
    pay_to_id = IdField(null=True)
    status = models.CharField(max_length=12, choices=Status, default=Status.RUNNING)
    minimum_before_minor = models.BigIntegerField(default=0)
    block_id = IdField(null=True)
    rolled_from_id = IdField(null=True)
    placed_by = IdField()
    placed_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    credited_minor = models.BigIntegerField(default=0)
    tax_minor = models.BigIntegerField(default=0)
    forfeited_nano = models.BigIntegerField(default=0)
    paid_minor = models.BigIntegerField(default=0)
    credit_transfer_id = IdField(null=True)
    payout_transfer_id = IdField(null=True)
    payout_refusal = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        """Table, and what no code path can break."""

        db_table = "interest_deposit"
        constraints: ClassVar = [
            UniqueConstraint(name="interest_deposit_one_runs", fields=["running_account_id"]),
            CheckConstraint(name="interest_deposit_principal", condition=Q(principal_minor__gt=0)),
            CheckConstraint(
                name="interest_deposit_days",
                condition=Q(
                    maturity_date__gt=F("first_date"),
                    end_date__gte=F("first_date"),
                    end_date__lte=F("maturity_date"),
                ),
            ),
            CheckConstraint(
                name="interest_deposit_runs",
                condition=(
                    Q(status="running")
                    & Q(running_account_id=F("account_id"), end_date=F("maturity_date"))
                )
                | (~Q(status="running") & Q(running_account_id__isnull=True)),
            ),
            CheckConstraint(
                name="interest_deposit_pays_to",
                condition=Q(at_maturity="roll_over") | Q(pay_to_id__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["status", "maturity_date"], name="interest_deposit_due"),
            Index(fields=["account_id", "first_date"], name="interest_deposit_account"),
        ]
