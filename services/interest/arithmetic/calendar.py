"""Which fraction of a year a day is, and where periods end."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final, NamedTuple

_MONTHS_OF: Final = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}


class Fraction(NamedTuple):
    """A part of a year, not reduced: 1/365 is (1, 365)."""

    numerator: int
    denominator: int


def fraction_of(day: date, *, day_count: str) -> Fraction:
    """Return which part of a year the interest of one day is: from this day to the next.

    Under 30E/360 the 31st is no day (0/360), and the end of February counts for those it lacks.
    """
    if day_count == "act_365f":
        return Fraction(1, 365)
    if day_count == "act_360":
        return Fraction(1, 360)
    if day_count == "act_act_isda":
        return Fraction(1, 366 if calendar.isleap(day.year) else 365)
    assert day_count == "30e_360", day_count
    return Fraction(_days_30e(day + timedelta(days=1)) - _days_30e(day), 360)


def _days_30e(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)


def is_period_end(day: date, *, period: str) -> bool:
    """Return whether a period by the calendar ends with this day; `none` never ends."""
    if period in {"daily", "none"}:
        return period == "daily"
    following = day + timedelta(days=1)
    return following.day == 1 and (following.month - 1) % _MONTHS_OF[period] == 0


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that lacks it."""
    total = day.year * 12 + day.month - 1 + months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def period_end_from(day: date, *, period: str) -> date:
    """Return the first day, from this one on, with which a period ends."""
    while not is_period_end(day, period=period):
        last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
        day = last if day < last else day + timedelta(days=1)
    return day
