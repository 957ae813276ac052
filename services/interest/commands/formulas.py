"""The arithmetic of `services.interest.arithmetic` as SQL, for MySQL, MariaDB and PostgreSQL.

Both are the same whole-number formula, to the last digit; `tests/test_formulas.py` compares them.
SQLite has no numbers that are wide enough: there a chunk passes through Python.
"""

from __future__ import annotations

from typing import Final

from django.db import connection

from services.interest.arithmetic import (
    MAX_BALANCE_MINOR,
    MAX_CARRIED_NANO,
    NANO,
    PPM,
    Fraction,
    Terms,
)

EXCEPTED: Final = (
    f"(ABS(x.balance_minor) > {MAX_BALANCE_MINOR} OR ABS(x.uncredited_nano) > {MAX_CARRIED_NANO} "
    f"OR ABS(x.uncharged_nano) > {MAX_CARRIED_NANO})"
)


def is_set_based() -> bool:
    """Return whether this engine computes a chunk by itself."""
    return connection.vendor in {"mysql", "postgresql"}


def accrued_sql(terms: Terms, *, fraction: Fraction) -> str:
    """Return `arithmetic.accrue` over the columns of a state `x`."""
    base = f"GREATEST({_wide('x.balance_minor')} * {NANO} + x.joined_nano, 0)"
    if terms.tier_method == "whole":
        weighted = f"{base} * {_rate_of_balance(terms)}"
    else:
        weighted = f"({_by_parts(terms, base=base)})"
    quotient = _quotient(f"{weighted} * {fraction.numerator}", PPM * fraction.denominator)
    minimum = max(terms.minimum_minor, 0)
    return f"CASE WHEN x.balance_minor < {minimum} OR {EXCEPTED} THEN 0 ELSE {quotient} END"


def charged_sql(terms: Terms, *, fraction: Fraction) -> str:
    """Return `arithmetic.charge` over the columns of a state `x`."""
    if terms.overdraft_rate_ppm == 0:
        return "0"
    weighted = f"-{_wide('x.balance_minor')} * {NANO} * {terms.overdraft_rate_ppm}"
    quotient = _quotient(f"{weighted} * {fraction.numerator}", PPM * fraction.denominator)
    free = -terms.overdraft_free_minor
    return f"CASE WHEN x.balance_minor >= {free} OR {EXCEPTED} THEN 0 ELSE {quotient} END"


def _rate_of_balance(terms: Terms) -> str:
    if len(terms.tiers) == 1:
        return str(terms.tiers[0].annual_rate_ppm)
    steps = " ".join(
        f"WHEN x.balance_minor >= {tier.from_minor} THEN {tier.annual_rate_ppm}"
        for tier in reversed(terms.tiers)
    )
    return f"CASE {steps} ELSE {terms.tiers[0].annual_rate_ppm} END"


def _by_parts(terms: Terms, *, base: str) -> str:
    # What lies above a tier's start counts with the step that its rate makes over the one below.
    parts, below = [], 0
    for tier in terms.tiers:
        step = tier.annual_rate_ppm - below
        parts.append(f"GREATEST({base} - {tier.from_minor * NANO}, 0) * ({step})")
        below = tier.annual_rate_ppm
    return " + ".join(parts)


def _quotient(numerator: str, denominator: int) -> str:
    # The numerator is never negative: half up is half away from zero.
    doubled = f"2 * ({numerator}) + {denominator}"
    if connection.vendor == "postgresql":
        return f"DIV({doubled}, {2 * denominator})"
    return f"(({doubled}) DIV {2 * denominator})"


def _wide(column: str) -> str:
    kind = "NUMERIC" if connection.vendor == "postgresql" else "DECIMAL(38, 0)"
    return f"CAST({column} AS {kind})"
