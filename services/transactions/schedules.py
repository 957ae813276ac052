"""Which days an order falls on. Pure dates: no clock, no zone, no business-day rule.

An order falls on the day as it stands, weekend or holiday: the bank's own books are open every day.
A day of the month that a month lacks is its last day: the 31st is 30 April and 28 February.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = 12
_UNITS: Final = {"daily": "day", "weekly": "week", "monthly": "month"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """Once, or every `interval` days, weeks or months from `first_date` on, `end_date` included.

    A monthly order falls on `day_of_month`; the first time on the first such day that is not
    before `first_date`.
    """

    frequency: str
    first_date: date
    interval: int = 1
    day_of_month: int | None = None
    end_date: date | None = None
    max_executions: int | None = None

    def days(self) -> Iterator[date]:
        """Yield every day of the order, the earliest first; it may never end."""
        for number, day in enumerate(self._endless()):
            if self.max_executions is not None and number >= self.max_executions:
                return
            if self.end_date is not None and day > self.end_date:
                return
            yield day

    def first_day(self) -> date | None:
        """Return the first day of the order, or None when it ends before it begins."""
        return next(self.days(), None)

    def next_after(self, day: date) -> date | None:
        """Return the first day of the order after `day`, or None when it is over."""
        return next((one for one in self.days() if one > day), None)

    def text(self) -> str:
        """Return the schedule in words: "every month on day 31 from 2026-12-31, 12 times"."""
        if self.frequency == "once":
            return f"once on {self.first_date}"
        unit = _UNITS[self.frequency]
        often = f"every {unit}" if self.interval == 1 else f"every {self.interval} {unit}s"
        on = f" on day {self.wanted_day}" if self.frequency == "monthly" else ""
        until = f" until {self.end_date}" if self.end_date else ""
        times = f", {self.max_executions} times" if self.max_executions else ""
        return f"{often}{on} from {self.first_date}{until}{times}"

    @property
    def wanted_day(self) -> int:
        """Return the day of the month that a monthly order falls on, where the month has it."""
        return self.day_of_month or self.first_date.day

    def _endless(self) -> Iterator[date]:
        if self.frequency == "once":
            yield self.first_date
        elif self.frequency == "monthly":
            yield from self._months()
        else:
            step = timedelta(days=self.interval * (7 if self.frequency == "weekly" else 1))
            day = self.first_date
            while True:
                yield day
                if date.max - day < step:
                    return
                day += step

    def _months(self) -> Iterator[date]:
        wanted = self.wanted_day
        month = self.first_date.year * _MONTHS + self.first_date.month - 1
        if _day_in(month, wanted) < self.first_date:
            month += 1
        while month < (date.max.year + 1) * _MONTHS:
            yield _day_in(month, wanted)
            month += self.interval


def _day_in(month: int, wanted: int) -> date:
    year, index = divmod(month, _MONTHS)
    return date(year, index + 1, min(wanted, calendar.monthrange(year, index + 1)[1]))
