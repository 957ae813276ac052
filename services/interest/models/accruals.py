"""What each account earned on each day, what was corrected later, and what was credited.

Interest that is accrued is nano-minor: 10^-9 of a minor unit. All three tables only grow.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Index

from kernel.ids import IdField
from services.interest.models.rates import InterestRate


class InterestAccrual(models.Model):
    """One day of one account. The next day is computed from it, set by set.

    `accrued_nano` was earned and `charged_nano` is owed for this day; `uncredited_nano` and
    `uncharged_nano` are what has come together with it and was not booked before the day ended;
    `joined_nano` is accrued interest that earned with the balance on this day. One account's month
    is thirty points of the primary key, so there is no other index to keep.
    """

    pk = models.CompositePrimaryKey("business_date", "account_id")
    business_date = models.DateField()
    account_id = IdField()
    rate = models.ForeignKey(
        InterestRate, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    balance_minor = models.BigIntegerField()
    accrued_nano = models.BigIntegerField()
    charged_nano = models.BigIntegerField()
    uncredited_nano = models.BigIntegerField()
    uncharged_nano = models.BigIntegerField()
    joined_nano = models.BigIntegerField()

    class Meta:
        """Table."""

        db_table = "interest_accrual"


class InterestCorrection(models.Model):
    """What a back-dated movement changes of a day that was accrued: a row beside it.

    `business_date` is the day whose accrual takes the difference up.
    """

    pk = models.CompositePrimaryKey("business_date", "account_id", "accrued_date")
    business_date = models.DateField()
    account_id = IdField()
    accrued_date = models.DateField()
    balance_minor = models.BigIntegerField()
    accrued_nano = models.BigIntegerField()
    charged_nano = models.BigIntegerField()

    class Meta:
        """Table. The index answers what one account's days were corrected by."""

        db_table = "interest_correction"
        indexes: ClassVar = [
            Index(fields=["account_id", "accrued_date"], name="interest_correction_of")
        ]


class InterestPosting(models.Model):
    """What was booked for a period of an account: once, in the transaction that moved the money.

    `credited_minor` is before tax. What was rounded away stays in the next day's accrual, except
    for `dropped_nano`: a deposit ends with its rounding, and with what closing early forfeits.
    """

    pk = models.CompositePrimaryKey("period_end_date", "account_id")
    period_end_date = models.DateField()
    account_id = IdField()
    rate = models.ForeignKey(
        InterestRate, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    currency = models.CharField(max_length=3)
    credited_minor = models.BigIntegerField()
    tax_minor = models.BigIntegerField()
    charged_minor = models.BigIntegerField()
    dropped_nano = models.BigIntegerField(default=0, db_default=0)
    credit_transfer_id = IdField(null=True)
    charge_transfer_id = IdField(null=True)
    business_date = models.DateField()
    value_date = models.DateField()
    posted_at = models.DateTimeField()

    class Meta:
        """Table. The indexes answer an account's history, and what a business day booked."""

        db_table = "interest_posting"
        indexes: ClassVar = [
            Index(fields=["account_id", "period_end_date"], name="interest_posting_account"),
            Index(fields=["business_date"], name="interest_posting_day"),
        ]
