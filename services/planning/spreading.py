"""What may be spent today: an amount spread over the days to the next payday, in whole minor units.

No clock and no database. Day numbers count from the first day of the cycle, which is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RESET: Final = "reset"
ROLL_OVER: Final = "roll_over"
ADJUST: Final = "adjust"


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """What a day has. `remaining_minor` is below zero when more was spent than allowed.

    `tomorrow_minor` is what the next day has when nothing more is spent today; None on the last day
    of the cycle: the next payday decides.
    """

    allowance_minor: int
    remaining_minor: int
    tomorrow_minor: int | None


def spread(
    *,
    spendable_minor: int,
    days: int,
    today: int,
    spent_before_minor: int,
    spent_today_minor: int,
    carry_over: str,
) -> Day:
    """Return what day `today` of a cycle of `days` days has.

    `reset`: every day has its share, and what is left of it is gone. `roll_over`: what is left, or
    was overspent, is for the next day. `adjust`: it is spread over all days that are left. Shares
    differ by one minor unit at most and add up to what is spendable; of less than nothing, a day
    has nothing.
    """
    assert 0 <= today < days
    is_last = today == days - 1
    if carry_over == ADJUST:
        left = spendable_minor - spent_before_minor
        allowance = share(left, days=days - today, day=0)
        after = left - spent_today_minor
        tomorrow = None if is_last else share(after, days=days - today - 1, day=0)
    elif carry_over == ROLL_OVER:
        shares = sum_of_shares(spendable_minor, days=days, count=today + 1)
        allowance = max(0, shares - spent_before_minor)
        after = sum_of_shares(spendable_minor, days=days, count=min(days, today + 2))
        tomorrow = None if is_last else max(0, after - spent_before_minor - spent_today_minor)
    else:
        allowance = share(spendable_minor, days=days, day=today)
        tomorrow = None if is_last else share(spendable_minor, days=days, day=today + 1)
    return Day(
        allowance_minor=allowance,
        remaining_minor=allowance - spent_today_minor,
        tomorrow_minor=tomorrow,
    )


def share(minor: int, *, days: int, day: int) -> int:
    """Return the share of one day, the first being 0; nothing of less than nothing."""
    return sum_of_shares(minor, days=days, count=day + 1) - sum_of_shares(
        minor, days=days, count=day
    )


def sum_of_shares(minor: int, *, days: int, count: int) -> int:
    """Return what the first `count` of `days` days have together."""
    return max(0, minor) * count // days
