"""What a balance earns, or costs, in one day. The same formulas as SQL: `commands/formulas.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from services.interest.arithmetic.calendar import Fraction

NANO: Final = 10**9
PPM: Final = 10**6

# Accrued interest is kept in 64 bits. A balance above this (a billion euros) or an uncredited sum
# above the other (forty million) accrues nothing until somebody has looked: a run counts them.
MAX_BALANCE_MINOR: Final = 10**11
MAX_CARRIED_NANO: Final = 4 * 10**18


@dataclass(frozen=True, kw_only=True, slots=True)
class Tier:
    """The rate from an amount on."""

    from_minor: int
    annual_rate_ppm: int


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """An account at the end of a day, before the day's interest.

    `uncredited_nano` and `uncharged_nano` came together on earlier days; `joined_nano` is the part
    that earns with the balance.
    """

    balance_minor: int
    joined_nano: int
    uncredited_nano: int
    uncharged_nano: int

    @property
    def is_excepted(self) -> bool:
        """Return whether the account is too large to accrue without a person."""
        return (
            abs(self.balance_minor) > MAX_BALANCE_MINOR
            or abs(self.uncredited_nano) > MAX_CARRIED_NANO
            or abs(self.uncharged_nano) > MAX_CARRIED_NANO
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What decides about the interest of an account. The first tier starts at 0."""

    tiers: tuple[Tier, ...]
    # whole (A): the whole balance at its tier's rate; marginal (B): each part at its own.
    tier_method: str = "whole"
    minimum_minor: int = 0
    overdraft_rate_ppm: int = 0
    overdraft_free_minor: int = 0
    day_count: str = "act_365f"
    compounding: str = "none"
    posting_period: str = "monthly"
    rounding: str = "half_even"
    tax_ppm: int = 0
    # Of a fixed deposit: how long it lasts, and how many days' interest closing it early costs.
    term_months: int | None = None
    penalty_days: int = 0


def day_of(terms: Terms, *, state: State, fraction: Fraction) -> tuple[int, int]:
    """Return what a day earns and what it costs, in nano-minor; both zero when it is excepted."""
    if state.is_excepted:
        return 0, 0
    earned = accrue(
        terms,
        balance_minor=state.balance_minor,
        joined_nano=state.joined_nano,
        fraction=fraction,
    )
    return earned, charge(terms, balance_minor=state.balance_minor, fraction=fraction)


def accrue(terms: Terms, *, balance_minor: int, joined_nano: int, fraction: Fraction) -> int:
    """Return what a day earns, in nano-minor, never negative.

    `joined_nano` is accrued interest that has joined the base by compounding. The balance alone
    decides whether it earns and in which tier it lies; a negative one earns nothing.
    """
    if balance_minor < max(terms.minimum_minor, 0):
        return 0
    base = max(balance_minor * NANO + joined_nano, 0)
    if terms.tier_method == "whole":
        weighted = base * rate_at(terms, balance_minor=balance_minor)
    else:
        weighted = _weighted(terms, base=base)
    return divide(weighted * fraction.numerator, PPM * fraction.denominator)


def charge(terms: Terms, *, balance_minor: int, fraction: Fraction) -> int:
    """Return what an overdrawn day costs, in nano-minor. It does not compound before it is booked.

    Up to `overdraft_free_minor` an overdraft is free; beyond it the whole costs.
    """
    if balance_minor >= -terms.overdraft_free_minor:
        return 0
    weighted = -balance_minor * NANO * terms.overdraft_rate_ppm
    return divide(weighted * fraction.numerator, PPM * fraction.denominator)


def rate_at(terms: Terms, *, balance_minor: int) -> int:
    """Return the rate of the tier in which a balance lies, in parts per million."""
    return max(
        (tier for tier in terms.tiers if tier.from_minor <= max(balance_minor, 0)),
        key=lambda tier: tier.from_minor,
    ).annual_rate_ppm


def _weighted(terms: Terms, *, base: int) -> int:
    total, upper = 0, base
    for tier in sorted(terms.tiers, key=lambda tier: -tier.from_minor):
        lower = tier.from_minor * NANO
        if upper > lower:
            total += (upper - lower) * tier.annual_rate_ppm
            upper = lower
    return total


def divide(numerator: int, denominator: int) -> int:
    """Return the nearest whole number; a half goes away from zero, as in the databases' formula."""
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return quotient if numerator >= 0 else -quotient
