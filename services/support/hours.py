"""Business hours: how much of a stretch of time is worked, and when so much of it will have been.

A period is written as the clock on the wall shows it. Where the clock jumps ahead, a time that it
leaves out is the moment of the jump; where it goes back, a time that comes twice is the first one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Behind this nobody looks for a business hour any more.
_FARTHEST: Final = timedelta(days=3660)
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)
_MINUTES_OF_DAY: Final = 24 * 60

Periods = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """Periods of minutes since midnight for each weekday (Monday first), but not on holidays."""

    time_zone: str
    week: tuple[Periods, ...]
    holidays: frozenset[date]

    @property
    def is_ever_open(self) -> bool:
        """Return whether any weekday has a period."""
        return any(self.week)

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Return how much business time lies between two instants; none when they are reversed."""
        # Between two instants of one zone Python subtracts what the wall shows.
        since, until, total = since.astimezone(UTC), until.astimezone(UTC), timedelta()
        for opens, closes in self._intervals(since):
            if opens >= until:
                break
            total += max(timedelta(), min(closes, until) - max(opens, since))
        return total

    def after(self, since: datetime, worked: timedelta) -> datetime | None:
        """Return the first instant by which so much business time has gone by since another one.

        None when that is more than ten years away.
        """
        since, left = since.astimezone(UTC), worked
        if left <= timedelta():
            return since
        for opens, closes in self._intervals(since):
            if opens - since > _FARTHEST:
                return None
            begins = max(opens, since)
            if closes - begins >= left:
                return begins + left
            left -= max(timedelta(), closes - begins)
        return None

    def _intervals(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the periods that are not over at an instant, in order, as instants in UTC."""
        if not self.is_ever_open:
            return
        day = since.astimezone(ZoneInfo(self.time_zone)).date()
        last = day + _FARTHEST + _DAY
        while day <= last:
            if day not in self.holidays:
                for opens, closes in _instants(self.time_zone, day, self.week[day.weekday()]):
                    if closes > since:
                        yield opens, closes
            day += _DAY


def read_hours(
    *, time_zone: str, hours: Mapping[str, Sequence[Sequence[str]]], holidays: Sequence[str]
) -> BusinessHours:
    """Return business hours as they are written: `{"monday": [["09:00", "12:30"]]}`, ISO days."""
    week = tuple(
        tuple((_minutes(opens), _minutes(closes)) for opens, closes in hours.get(day, ()))
        for day in DAYS
    )
    days = frozenset(date.fromisoformat(day) for day in holidays)
    return BusinessHours(time_zone=time_zone, week=week, holidays=days)


def _minutes(text: str) -> int:
    hour, _, minute = text.partition(":")
    return int(hour) * 60 + int(minute)


@lru_cache(maxsize=4096)
def _instants(zone: str, day: date, periods: Periods) -> tuple[tuple[datetime, datetime], ...]:
    found = ((_instant(zone, day, opens), _instant(zone, day, closes)) for opens, closes in periods)
    return tuple((opens, closes) for opens, closes in found if opens < closes)


def _instant(zone: str, day: date, minutes: int) -> datetime:
    """Return the instant of a time of day; 24:00 is the next midnight."""
    days, minute = divmod(minutes, _MINUTES_OF_DAY)
    wall = datetime.combine(day + timedelta(days=days), datetime.min.time()) + timedelta(
        minutes=minute
    )
    local = wall.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        return moment
    # The clock never shows this time. Read with the offset from behind the jump it lies before it.
    return _jump(zone, before=local.replace(fold=1).astimezone(UTC), behind=moment)


def _jump(zone: str, *, before: datetime, behind: datetime) -> datetime:
    old = before.astimezone(ZoneInfo(zone)).utcoffset()
    while behind - before > _SECOND:
        middle = before + (behind - before) // 2
        if middle.astimezone(ZoneInfo(zone)).utcoffset() == old:
            before = middle
        else:
            behind = middle
    return behind.replace(microsecond=0)
