"""From one currency into another, in integers, at the rate of a day."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kernel.money import decimals_of

EURO: Final = "EUR"
NANO: Final = 10**9


@dataclass(frozen=True, slots=True)
class Rates:
    """What a euro buys, by currency and day, the days in order."""

    days: Mapping[str, tuple[list[date], list[int]]]

    @classmethod
    def of(cls, rows: Iterable[tuple[str, date, int]]) -> Rates:
        """Return the rates of rows in order of their days."""
        days: dict[str, tuple[list[date], list[int]]] = {}
        for currency, day, nano in rows:
            known = days.setdefault(currency, ([], []))
            known[0].append(day)
            known[1].append(nano)
        return cls(days)

    def convert(self, minor: int, *, currency: str, to: str, day: date) -> int | None:
        """Return an amount in another currency at the latest rate up to a day, rounded half up.

        None when there is no such rate: nothing is made up.
        """
        if currency == to:
            return minor
        bought, sold = self._rate(to, day), self._rate(currency, day)
        if bought is None or sold is None:
            return None
        above: int = abs(minor) * bought * 10 ** decimals_of(to)
        below: int = sold * 10 ** decimals_of(currency)
        size = (2 * above + below) // (2 * below)
        return size if minor >= 0 else -size

    def _rate(self, currency: str, day: date) -> int | None:
        if currency == EURO:
            return NANO
        days, rates = self.days.get(currency, ([], []))
        place = bisect.bisect_right(days, day)
        return rates[place - 1] if place else None
