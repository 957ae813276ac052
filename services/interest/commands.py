"""What the interest service does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from kernel.errors import Invalid, Refused
from services.interest.models import MAX_RATE_PPM, InterestRate


class RateOutOfRange(Invalid):
    """A rate is from 0 to 100 percent a year."""


class RateNotLater(Refused):
    """A rate starts after the latest one of its account type."""


class RateInPast(Refused):
    """A change of rate starts today or later."""


def publish_rate(
    *, account_type_code: str, effective_date: date, annual_rate_ppm: int, now: datetime
) -> InterestRate:
    """Add the rate that an account type earns from a day on.

    A change never rewrites the past. The first rate of an account type changes nothing that was
    promised, so it may start on any day.

    Raises:
        RateOutOfRange: it is below 0 or above 100 percent.
        RateNotLater: a rate of this account type starts on that day or after it.
        RateInPast: the account type has a rate already, and the day has passed.

    """
    if not 0 <= annual_rate_ppm <= MAX_RATE_PPM:
        raise RateOutOfRange(field="annual_rate")
    latest = (
        InterestRate.objects.filter(account_type_code=account_type_code)
        .order_by("-effective_date")
        .first()
    )
    if latest is not None and effective_date <= latest.effective_date:
        raise RateNotLater(
            f"The latest rate starts on {latest.effective_date}.", field="effective_date"
        )
    if latest is not None and effective_date < now.date():
        raise RateInPast(field="effective_date")
    try:
        # Two that publish at once for different days both win: neither day has passed.
        with transaction.atomic():
            return InterestRate.objects.create(
                account_type_code=account_type_code,
                effective_date=effective_date,
                annual_rate_ppm=annual_rate_ppm,
                published_at=now,
            )
    except IntegrityError:
        raise RateNotLater(field="effective_date") from None
