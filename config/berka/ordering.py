"""Find the order of an account's rows: within a day it is not in the files, but balances chain.

Row after row, the balance must be the one before plus the signed amount, within the rounding of
publication. A depth-first search over each day's orders drops a beginning as soon as it does not
chain; if a day's order leads the next day nowhere, the day is tried in its next order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Final

from config.berka.archive import ROUNDING_MINOR, ArchiveWrong

# A day that chains has a handful of rows and next to no dead ends; files that lie have millions.
MAX_STEPS: Final = 200_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A transaction as published: no order, no difference; `amount_minor` is signed."""

    trans_id: int
    value_date: date
    amount_minor: int
    balance_minor: int
    operation: str
    k_symbol: str
    partner: str


def put_in_order(rows: Sequence[Published], *, account_id: int) -> list[Published]:
    """Return the rows in the order in which the balances follow from each other, from zero on.

    Raises:
        ArchiveWrong: no order chains.

    """
    by_day = sorted(rows, key=attrgetter("value_date", "trans_id"))
    days = [list(group) for _, group in groupby(by_day, key=attrgetter("value_date"))]
    chosen: list[list[Published]] = []
    furthest = 0
    # One open search per day, the last one for the day after those that are chosen.
    searches = [_orders_of(days[0], start_minor=0)] if days else []
    for _ in range(MAX_STEPS):
        if len(chosen) == len(days):
            return [row for day in chosen for row in day]
        order = next(searches[-1], None)
        if order is not None:
            chosen.append(order)
            furthest = max(furthest, len(chosen))
            if len(chosen) < len(days):
                searches.append(_orders_of(days[len(chosen)], start_minor=order[-1].balance_minor))
        elif chosen:
            searches.pop()
            chosen.pop()
        else:
            break
    stuck = days[min(furthest, len(days) - 1)][0].value_date
    raise ArchiveWrong(f"account {account_id}: the rows of {stuck} chain in no order.")


def _orders_of(rows: Sequence[Published], *, start_minor: int) -> Iterator[list[Published]]:
    """Yield each order of a day's rows that chains from a balance, the closest fits first."""
    if not rows:
        yield []
        return

    def misfit(row: Published) -> int:
        return abs(start_minor + row.amount_minor - row.balance_minor)

    for row in sorted(rows, key=misfit):
        if misfit(row) > ROUNDING_MINOR:
            return
        rest = [other for other in rows if other is not row]
        for later in _orders_of(rest, start_minor=row.balance_minor):
            yield [row, *later]
