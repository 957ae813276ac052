"""The annual percentage yield that an account earned (Regulation DD, appendix A, part II)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal, localcontext

_DIGITS = 40
_CENT = Decimal("0.01")


def average_balance_minor(
    *, opening_minor: int, day_ends: Sequence[tuple[date, int]], from_date: date, to_date: date
) -> int:
    """Return the mean of the balances at the end of each day; a day below zero counts as zero.

    `day_ends` are the days that had a movement, in order; between them the balance stands.
    """
    days = (to_date - from_date).days + 1
    total, balance, reached = 0, opening_minor, from_date
    for day, minor in day_ends:
        total += max(balance, 0) * (day - reached).days
        balance, reached = minor, day
    total += max(balance, 0) * (to_date + timedelta(days=1) - reached).days
    with localcontext(Context(prec=_DIGITS)):
        return int((Decimal(total) / days).quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def apy_earned(*, interest_minor: int, average_minor: int, days: int) -> Decimal | None:
    """Return 100 x ((1 + interest / average balance) ^ (365 / days) - 1), in percent.

    None where nothing was earned, or on nothing.
    """
    if interest_minor <= 0 or average_minor <= 0:
        return None
    with localcontext(Context(prec=_DIGITS)):
        grown = (1 + Decimal(interest_minor) / average_minor) ** (Decimal(365) / days)
        return (100 * (grown - 1)).quantize(_CENT, rounding=ROUND_HALF_UP)
