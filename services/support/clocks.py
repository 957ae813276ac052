"""The clocks of a ticket, computed from its events and nothing else.

- `first_response` runs from the raising to the first answer.
- `next_response` runs from the first message that is not answered to the answer.
- `solution` runs from the raising, or from each reopening, to the solving.

All three count business time, stand still while the bank waits for the customer, and are frozen
when the ticket is solved. A reopening begins new ones; what was frozen stays as it was. A message
on a solved ticket ("thanks!") starts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from services.support.hours import BusinessHours

FIRST_RESPONSE: Final = "first_response"
NEXT_RESPONSE: Final = "next_response"
SOLUTION: Final = "solution"
NAMES: Final = (FIRST_RESPONSE, NEXT_RESPONSE, SOLUTION)

# Priority -> clock -> minutes of business time.
Targets = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """An event as the clocks see it. `status` and `priority` are what it set, if it did."""

    kind: str
    at: datetime
    status: str = ""
    priority: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """One clock as it stands. `due_at` is None while it stands still."""

    name: str
    state: str
    started_at: datetime
    stopped_at: datetime | None
    target: timedelta
    used: timedelta
    due_at: datetime | None

    @property
    def is_breached(self) -> bool:
        """Return whether it took longer than it may."""
        return self.used > self.target


@dataclass(kw_only=True, slots=True)
class _Running:
    name: str
    started_at: datetime
    target: timedelta
    used: timedelta = field(default_factory=timedelta)
    # Since when it runs; None while it stands still.
    since: datetime | None = None
    stopped_at: datetime | None = None


def read_clocks(
    happenings: Iterable[Happening], *, hours: BusinessHours, targets: Targets, now: datetime
) -> list[Clock]:
    """Return every clock that the events started, in the order of their start."""
    dial = _Dial(hours, targets)
    for happening in happenings:
        dial.take(happening)
    return [dial.read(clock, now=now) for clock in dial.clocks]


def first_due(clocks: Iterable[Clock]) -> datetime | None:
    """Return when the first of the running clocks is over."""
    return min((clock.due_at for clock in clocks if clock.due_at is not None), default=None)


class _Dial:
    """Follows the events of one ticket."""

    def __init__(self, hours: BusinessHours, targets: Targets) -> None:
        self.hours = hours
        self.targets = targets
        self.clocks: list[_Running] = []
        self.priority = ""
        self.is_waiting = False
        self.is_over = False

    def take(self, happening: Happening) -> None:
        """Follow one event."""
        if happening.priority:
            self._set_priority(happening.priority)
        if happening.kind == "raised":
            self._start(FIRST_RESPONSE, happening.at)
            self._start(SOLUTION, happening.at)
        elif happening.kind == "customer_replied":
            self._customer_wrote(happening.at)
        elif happening.kind == "staff_replied":
            self._stop(happening.at, FIRST_RESPONSE, NEXT_RESPONSE)
        elif happening.kind == "reopened":
            self._reopen(happening.at)
        if happening.status:
            self._set_status(happening.status, happening.at)

    def read(self, clock: _Running, *, now: datetime) -> Clock:
        """Return how a clock stands."""
        used, due_at, state = clock.used, None, "stopped"
        if clock.stopped_at is None:
            state = "paused"
            if clock.since is not None:
                state = "running"
                used = clock.used + self.hours.worked(clock.since, now)
                due_at = self.hours.after(clock.since, clock.target - clock.used)
        return Clock(
            name=clock.name,
            state=state,
            started_at=clock.started_at,
            stopped_at=clock.stopped_at,
            target=clock.target,
            used=used,
            due_at=due_at,
        )

    def _set_priority(self, priority: str) -> None:
        self.priority = priority
        for clock in self._ticking():
            clock.target = self._target(clock.name)

    def _customer_wrote(self, at: datetime) -> None:
        answered = not any(clock.name != SOLUTION for clock in self._ticking())
        if answered and not self.is_over:
            self._start(NEXT_RESPONSE, at)

    def _reopen(self, at: datetime) -> None:
        self.is_over = self.is_waiting = False
        self._start(NEXT_RESPONSE, at)
        self._start(SOLUTION, at)

    def _set_status(self, status: str, at: datetime) -> None:
        if status in {"solved", "merged"}:
            self._stop(at, *NAMES)
            self.is_over = True
        elif status == "waiting" and not self.is_waiting:
            self.is_waiting = True
            for clock in self._ticking():
                self._pause(clock, at)
        elif status in {"new", "open"} and self.is_waiting:
            self.is_waiting = False
            for clock in self._ticking():
                clock.since = at

    def _start(self, name: str, at: datetime) -> None:
        since = None if self.is_waiting else at
        self.clocks.append(
            _Running(name=name, started_at=at, since=since, target=self._target(name))
        )

    def _stop(self, at: datetime, *names: str) -> None:
        for clock in self._ticking():
            if clock.name in names:
                self._pause(clock, at)
                clock.stopped_at = at

    def _pause(self, clock: _Running, at: datetime) -> None:
        if clock.since is not None:
            clock.used += self.hours.worked(clock.since, at)
            clock.since = None

    def _ticking(self) -> list[_Running]:
        return [clock for clock in self.clocks if clock.stopped_at is None]

    def _target(self, name: str) -> timedelta:
        return timedelta(minutes=self.targets[self.priority][name])
