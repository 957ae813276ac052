"""Our interest on the real accounts, beside what their bank credited."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncMonth

from config.berka import identity
from config.berka.archive import History
from services.interest.arithmetic import NANO, PPM
from services.interest.models import InterestAccrual, InterestPosting

# Their formula is not published; it comes to about 5 % a year.
ANNUAL_RATE_PPM: Final = 50_000
_YEAR_DAYS: Final = 365


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratios:
    """Our interest to theirs, of each month of an account for which they credited some."""

    account_months: int
    first_quartile: float
    median: float
    third_quartile: float


def compare_interest(histories: Sequence[History], *, through: date) -> Ratios | None:
    """Compare what we accrued in each month with what their bank credited for it.

    Ours is less what our own credited interest earned meanwhile: their accounts did not have that
    money. None when they credited nothing. The ratios are a report and decide about no money.
    """
    ratios: list[float] = []
    for history in histories:
        theirs = _theirs(history, through=through)
        if not theirs:
            continue
        ours = _ours(identity.account_id(history.account_id), through=through)
        ratios += [
            ours.get(month, 0) / (credited * NANO)
            for month, credited in theirs.items()
            if credited > 0
        ]
    if len(ratios) < 2:  # noqa: PLR2004  (quartiles need two)
        return None
    first, median, third = statistics.quantiles(ratios, n=4)
    return Ratios(
        account_months=len(ratios), first_quartile=first, median=median, third_quartile=third
    )


def _theirs(history: History, *, through: date) -> dict[date, int]:
    found: dict[date, int] = {}
    for row in history.rows:
        if row.k_symbol == "interest_credited" and row.value_date <= through:
            month = row.value_date.replace(day=1)
            found[month] = found.get(month, 0) + row.delta_minor
    return found


def _ours(account_id: UUID, *, through: date) -> dict[date, int]:
    """Return what each month accrued in nano-minor, without interest on our own interest."""
    booked = [
        (value_date, credited)
        for value_date, credited in InterestPosting.objects.filter(account_id=account_id)
        .order_by("value_date")
        .values_list("value_date", "credited_minor")
    ]
    months = (
        InterestAccrual.objects.filter(account_id=account_id, business_date__lte=through)
        .annotate(month=TruncMonth("business_date"))
        .values("month")
        .annotate(
            accrued=Sum("accrued_nano"), days=Count("accrued_nano", filter=Q(accrued_nano__gt=0))
        )
        .order_by("month")
    )
    found: dict[date, int] = {}
    for one in months:
        # Interest is booked with the first of a month, so it is the same on all days of one.
        own = sum(credited for day, credited in booked if day <= one["month"])
        extra = own * NANO * ANNUAL_RATE_PPM * one["days"] // (PPM * _YEAR_DAYS)
        found[one["month"]] = one["accrued"] - extra
    return found
