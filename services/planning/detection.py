"""Find what comes again and again in a history: salaries, pensions, rents, subscriptions.

Pure: no clock and no database. A series is of one counterparty and text, or else of one
counterparty; it comes on about the same day of the month, or every one or two weeks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Final

from services.planning.recurrence import BIWEEKLY, MONTHLY, QUARTERLY, WEEKLY, YEARLY

# Fewer say nothing.
FEWEST: Final = 3
_MONTHS: Final = 12
_DAYS_IN_MONTH: Final = 30
# How far from its usual day of the month a payment may be: weekends and holidays.
_DAYS_OFF: Final = 4
_OFF_BY_WEEKS: Final = 1
# Of ten gaps, nine are as they should be: one payment may be missing, or come twice.
_REGULAR_TENTHS: Final = 9
_WEEKS: Final = {7: WEEKLY, 14: BIWEEKLY}
_MONTHLY: Final = {1: MONTHLY, 3: QUARTERLY, 12: YEARLY}


@dataclass(frozen=True, kw_only=True, slots=True)
class Sighting:
    """One movement. Texts are folded; `amount_minor` is without sign."""

    day: date
    amount_minor: int
    kind: str
    currency: str
    counterparty: str = ""
    number: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Movements that come again and again. `text` is empty when it differs among them."""

    kind: str
    currency: str
    counterparty: str
    number: str
    text: str
    frequency: str
    amount_minor: int
    days: tuple[date, ...]

    def is_alive(self, today: date) -> bool:
        """Return whether the next payment is not overdue by more than its own interval."""
        wait = {WEEKLY: 7, BIWEEKLY: 14, MONTHLY: 31, QUARTERLY: 92, YEARLY: 366}[self.frequency]
        return self.days[-1] + timedelta(days=2 * wait + _DAYS_OFF) >= today


def find_series(sightings: Iterable[Sighting]) -> list[Series]:
    """Return the series of a history, the largest amounts first."""
    left = sorted(sightings, key=lambda one: (one.day, one.amount_minor))
    found: list[Series] = []
    for key_of in (_by_text, _by_counterparty):
        groups = _grouped(left, key_of)
        left = []
        for group in groups:
            series = _series_of(group)
            if series is None:
                left.extend(group)
            else:
                found.append(series)
    return sorted(found, key=lambda one: (-one.amount_minor, one.counterparty, one.text))


def _by_text(one: Sighting) -> Hashable:
    return (one.kind, one.currency, one.number or one.counterparty, one.text)


def _by_counterparty(one: Sighting) -> Hashable:
    return (one.kind, one.currency, one.number or one.counterparty)


def _grouped(
    sightings: Iterable[Sighting], key_of: Callable[[Sighting], Hashable]
) -> list[list[Sighting]]:
    groups: dict[Hashable, list[Sighting]] = defaultdict(list)
    for one in sightings:
        groups[key_of(one)].append(one)
    return list(groups.values())


def _series_of(group: Sequence[Sighting]) -> Series | None:
    if len(group) < FEWEST or not (group[0].counterparty or group[0].number or group[0].text):
        return None
    frequency = _by_months([one.day for one in group]) or _by_weeks([one.day for one in group])
    if frequency is None:
        return None
    last, texts = group[-1], {one.text for one in group}
    return Series(
        kind=last.kind,
        currency=last.currency,
        counterparty=last.counterparty,
        number=last.number,
        text=last.text if len(texts) == 1 else "",
        frequency=frequency,
        amount_minor=median_low(one.amount_minor for one in group[-FEWEST:]),
        days=tuple(one.day for one in group),
    )


def _by_months(days: Sequence[date]) -> str | None:
    usual = median_low(day.day for day in days)
    # A payment due on the 1st may come on the 30th: it belongs to the month to come.
    months = [_month_near(day, usual=usual) for day in days]
    if any(_days_off(day, usual=usual) > _DAYS_OFF for day in days):
        return None
    gaps = [later - earlier for earlier, later in pairwise(months)]
    for gap, frequency in _MONTHLY.items():
        if _is_regular(sum(one == gap for one in gaps), of=len(gaps)):
            return frequency
    return None


def _by_weeks(days: Sequence[date]) -> str | None:
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    for length, frequency in _WEEKS.items():
        if _is_regular(sum(abs(gap - length) <= _OFF_BY_WEEKS for gap in gaps), of=len(gaps)):
            return frequency
    return None


def _is_regular(right: int, *, of: int) -> bool:
    # One gap of a few may be wrong, when there are a few.
    return right == of or (of > FEWEST + 1 and right * 10 >= of * _REGULAR_TENTHS - 10)


def _days_off(day: date, *, usual: int) -> int:
    off = abs(day.day - usual)
    return min(off, abs(_DAYS_IN_MONTH + 1 - off))


def _month_near(day: date, *, usual: int) -> int:
    month = day.year * _MONTHS + day.month - 1
    half = _DAYS_IN_MONTH // 2
    if day.day - usual > half:
        return month + 1
    return month - 1 if usual - day.day > half else month
