"""Reads: what currencies are worth."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from services.planning.conversion import EURO, Rates
from services.planning.models import DailyRate

# Rates are published on banking days; an older one than this says nothing about a day.
OLDEST: Final = timedelta(days=10)


def get_rates(*, currencies: Collection[str], first: date, last: date) -> Rates:
    """Return the rates that count on the days from one to another."""
    rows = DailyRate.objects.filter(
        currency__in=set(currencies) - {EURO},
        rate_date__gte=first - OLDEST,
        rate_date__lte=last,
    )
    return Rates.of(
        rows.order_by("rate_date").values_list("currency", "rate_date", "per_euro_nano")
    )


def list_rates(*, day: date) -> list[DailyRate]:
    """Return the rates of the latest day up to and with `day`, by currency."""
    latest = (
        DailyRate.objects.filter(rate_date__lte=day)
        .order_by("-rate_date")
        .values_list("rate_date", flat=True)
        .first()
    )
    if latest is None:
        return []
    return list(DailyRate.objects.filter(rate_date=latest).order_by("currency"))
