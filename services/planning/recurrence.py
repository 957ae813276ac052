"""Days that come again and again. Pure dates: no clock, no zone, no business-day rule.

A day of the month that a month lacks is its last day: the 31st is 30 April, and 29 February is the
28th in most years. An RRULE keeps to RFC 5545, which leaves such months out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from dateutil.rrule import rrulestr

from kernel.errors import Invalid

WEEKLY: Final = "weekly"
BIWEEKLY: Final = "biweekly"
MONTHLY: Final = "monthly"
QUARTERLY: Final = "quarterly"
YEARLY: Final = "yearly"
RULE: Final = "rule"
_MONTHS: Final = 12
_DAYS: Final = {WEEKLY: 7, BIWEEKLY: 14}
_MONTHS_OF: Final = {MONTHLY: 1, QUARTERLY: 3, YEARLY: 12}
# How far one looks for a day that a rule may never have.
FURTHEST: Final = timedelta(days=8 * 366)
_RRULE: Final = re.compile(
    r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)"
    r"(;(INTERVAL=[1-9][0-9]{0,2}|WKST=[A-Z]{2}"
    r"|BY(DAY|MONTHDAY|MONTH|SETPOS|YEARDAY|WEEKNO)=[A-Z0-9,+-]{1,80}))*"
)


class RecurrenceInvalid(Invalid):
    """The days cannot be made out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    """The days of a plan from `first_date` on, `end_date` included.

    Raises:
        RecurrenceInvalid: the RRULE is none of days, weeks, months or years, or not well-formed.

    """

    frequency: str
    first_date: date
    rrule: str = ""
    end_date: date | None = None

    def __post_init__(self) -> None:
        """Refuse what has no days."""
        if self.end_date is not None and self.end_date < self.first_date:
            raise RecurrenceInvalid("It ends before it begins.", field="end_date")
        if self.frequency != RULE:
            if self.rrule:
                raise RecurrenceInvalid("Only frequency `rule` has an RRULE.", field="rrule")
            return
        if not _RRULE.fullmatch(self.rrule):
            raise RecurrenceInvalid(
                "An RRULE is FREQ=DAILY, WEEKLY, MONTHLY or YEARLY and its parts, without COUNT "
                "and UNTIL.",
                field="rrule",
            )
        try:
            rrulestr(self.rrule, dtstart=_midnight(self.first_date))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            raise RecurrenceInvalid("The RRULE cannot be read.", field="rrule") from None
        if self.next_after(self.first_date - timedelta(days=1)) is None:
            raise RecurrenceInvalid("The RRULE has no day within eight years.", field="rrule")

    def between(self, first: date, last: date) -> list[date]:
        """Return the days from one to another, both included, the earliest first."""
        if self.end_date is not None:
            last = min(last, self.end_date)
        if last < max(first, self.first_date):
            return []
        if self.frequency == RULE:
            return list(self._of_rule(max(first, self.first_date), last))
        days: list[date] = []
        for day in self._from(max(first, self.first_date)):
            if day > last:
                break
            days.append(day)
        return days

    def next_after(self, day: date) -> date | None:
        """Return the first day after `day`, or None when there is none within eight years."""
        last = min(date.max, max(day, self.first_date) + FURTHEST)
        if self.frequency != RULE:
            following = day + timedelta(days=1)
            found = next(self._from(max(following, self.first_date)), None)
            is_over = found is not None and self.end_date is not None and found > self.end_date
            return None if is_over else found
        days = self.between(day + timedelta(days=1), last)
        return days[0] if days else None

    def last_until(self, day: date) -> date | None:
        """Return the last day up to and with `day`, or None."""
        days = self.between(day - timedelta(days=400), day) or self.between(self.first_date, day)
        return days[-1] if days else None

    def days_apart(self) -> int:
        """Return about how many days lie between two of them."""
        if self.frequency in _DAYS:
            return _DAYS[self.frequency]
        if self.frequency in _MONTHS_OF:
            return 30 * _MONTHS_OF[self.frequency]
        days = self.between(self.first_date, self.first_date + timedelta(days=800))[:2]
        return (days[1] - days[0]).days if len(days) > 1 else 30

    def _of_rule(self, first: date, last: date) -> Iterator[date]:
        # A rule may have no day at all, such as 30 February: the search ends with the window.
        until = _midnight(last).strftime("%Y%m%d")
        rule = rrulestr(f"{self.rrule};UNTIL={until}", dtstart=_midnight(self.first_date))
        for moment in rule:
            if moment.date() >= first:
                yield moment.date()

    def _from(self, first: date) -> Iterator[date]:
        if self.frequency in _DAYS:
            step = _DAYS[self.frequency]
            behind = -(-max(0, (first - self.first_date).days) // step)
            day = self.first_date + timedelta(days=behind * step)
            while True:
                yield day
                day += timedelta(days=step)
        step = _MONTHS_OF[self.frequency]
        wanted = self.first_date.day
        start = self.first_date.year * _MONTHS + self.first_date.month - 1
        month = first.year * _MONTHS + first.month - 1
        month = start + max(0, (month - start) // step) * step
        while True:
            day = _day_in(month, wanted)
            if day >= first:
                yield day
            month += step


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001  (a day, without a zone)


def _day_in(month: int, wanted: int) -> date:
    year, index = divmod(month, _MONTHS)
    return date(year, index + 1, min(wanted, calendar.monthrange(year, index + 1)[1]))
