"""The days that a scheduled report is about: a day, a week from Monday, a calendar month."""

from __future__ import annotations

from datetime import date, timedelta


def period_from(day: date, *, every: str) -> tuple[date, date]:
    """Return the first and the last day of the period that a day lies in.

    >>> period_from(date(2026, 2, 11), every="month")
    (datetime.date(2026, 2, 1), datetime.date(2026, 2, 28))
    """
    if every == "day":
        return day, day
    if every == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    assert every == "month", every
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def over_by(day: date, *, next_from: date, every: str) -> tuple[date, date] | None:
    """Return the period that begins with `next_from` when it was over before a day, or None."""
    first, last = period_from(next_from, every=every)
    return (first, last) if last < day else None
