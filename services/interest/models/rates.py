"""The rate table: what an account type earns and costs, from which day.

Rows are only ever added. A version ends where the next one of its account type begins, so nothing
has to be updated to end it, and what was in force on a past day can be asked for ever after.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from kernel.ids import IdField, new_id
from services.interest.arithmetic import Terms, Tier

MAX_RATE_PPM = 1_000_000


class InterestRate(models.Model):
    """A version of an account type's interest, from a day on. 1.25 % is 12,500 parts per million.

    `annual_rate_ppm` counts from zero; higher tiers are rows of `InterestTier`. With `term_months`
    it is the rate of fixed deposits that are placed while it is in force; one that is closed early
    loses the interest of its last `penalty_days` days.
    """

    class TierMethod(models.TextChoices):
        """How tiers count."""

        WHOLE = "whole"
        MARGINAL = "marginal"

    class DayCount(models.TextChoices):
        """Which part of a year a day is."""

        ACT_365F = "act_365f"
        ACT_360 = "act_360"
        ACT_ACT_ISDA = "act_act_isda"
        THIRTY_E_360 = "30e_360"

    class Compounding(models.TextChoices):
        """When accrued interest starts to earn before it is credited."""

        DAILY = "daily"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        YEARLY = "yearly"
        NONE = "none"

    class PostingPeriod(models.TextChoices):
        """When interest is credited."""

        DAILY = "daily"
        MONTHLY = "monthly"
        QUARTERLY = "quarterly"
        HALF_YEARLY = "half_yearly"
        YEARLY = "yearly"

    class Rounding(models.TextChoices):
        """How what is credited becomes whole minor units."""

        HALF_EVEN = "half_even"
        HALF_UP = "half_up"
        DOWN = "down"

    id = IdField(primary_key=True, default=new_id)
    account_type_code = models.CharField(max_length=30)
    effective_date = models.DateField()
    annual_rate_ppm = models.IntegerField()
    # Of the amounts below; blank while all of them are zero.
    currency = models.CharField(max_length=3, blank=True, default="")
    tier_method = models.CharField(max_length=8, choices=TierMethod, default=TierMethod.WHOLE)
    minimum_minor = models.BigIntegerField(default=0)
    overdraft_rate_ppm = models.IntegerField(default=0)
    overdraft_free_minor = models.BigIntegerField(default=0)
    day_count = models.CharField(max_length=12, choices=DayCount, default=DayCount.ACT_365F)
    compounding = models.CharField(max_length=9, choices=Compounding, default=Compounding.NONE)
    posting_period = models.CharField(
        max_length=11, choices=PostingPeriod, default=PostingPeriod.MONTHLY
    )
    rounding = models.CharField(max_length=9, choices=Rounding, default=Rounding.HALF_EVEN)
    tax_ppm = models.IntegerField(default=0)
    term_months = models.PositiveSmallIntegerField(null=True)
    penalty_days = models.PositiveSmallIntegerField(default=0, db_default=0)
    published_at = models.DateTimeField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "interest_rate"
        constraints: ClassVar = [
            UniqueConstraint(
                name="interest_rate_one_a_day", fields=["account_type_code", "effective_date"]
            ),
            CheckConstraint(
                name="interest_rate_in_range",
                condition=Q(annual_rate_ppm__gte=0, annual_rate_ppm__lte=MAX_RATE_PPM),
            ),
            CheckConstraint(
                name="interest_rate_overdraft",
                condition=Q(
                    overdraft_rate_ppm__gte=0,
                    overdraft_rate_ppm__lte=MAX_RATE_PPM,
                    overdraft_free_minor__gte=0,
                ),
            ),
            CheckConstraint(
                name="interest_rate_tax", condition=Q(tax_ppm__gte=0, tax_ppm__lte=MAX_RATE_PPM)
            ),
            CheckConstraint(name="interest_rate_minimum", condition=Q(minimum_minor__gte=0)),
            CheckConstraint(
                name="interest_rate_term",
                condition=Q(term_months__gte=1) | Q(term_months__isnull=True, penalty_days=0),
            ),
        ]

    def terms(self) -> Terms:
        """Return what the arithmetic needs of this version."""
        higher = [
            Tier(from_minor=t.from_minor, annual_rate_ppm=t.annual_rate_ppm)
            for t in self.tiers.all()
        ]
        return Terms(
            tiers=(
                Tier(from_minor=0, annual_rate_ppm=self.annual_rate_ppm),
                *sorted(higher, key=lambda tier: tier.from_minor),
            ),
            tier_method=self.tier_method,
            minimum_minor=self.minimum_minor,
            overdraft_rate_ppm=self.overdraft_rate_ppm,
            overdraft_free_minor=self.overdraft_free_minor,
            day_count=self.day_count,
            compounding=self.compounding,
            posting_period=self.posting_period,
            rounding=self.rounding,
            tax_ppm=self.tax_ppm,
            term_months=self.term_months,
            penalty_days=self.penalty_days,
        )


class InterestTier(models.Model):
    """The rate of a version from an amount on, above its first."""

    pk = models.CompositePrimaryKey("rate_id", "from_minor")
    rate = models.ForeignKey(InterestRate, models.PROTECT, related_name="tiers", db_index=False)
    from_minor = models.BigIntegerField()
    annual_rate_ppm = models.IntegerField()

    class Meta:
        """Table, and what no code path can break."""

        db_table = "interest_tier"
        constraints: ClassVar = [
            CheckConstraint(name="interest_tier_from", condition=Q(from_minor__gt=0)),
            CheckConstraint(
                name="interest_tier_in_range",
                condition=Q(annual_rate_ppm__gte=0, annual_rate_ppm__lte=MAX_RATE_PPM),
            ),
        ]
