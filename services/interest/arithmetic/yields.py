"""Annual percentage yield, and what an amount would earn."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, NamedTuple

from services.interest.arithmetic.accruing import NANO, Terms, accrue
from services.interest.arithmetic.calendar import fraction_of, is_period_end
from services.interest.arithmetic.rounding import round_minor, tax_on

# Fifty digits: the power is exact far beyond the two decimals that are shown.
_CONTEXT: Final = Context(prec=50, rounding=ROUND_HALF_EVEN)
_YEAR: Final = 365


class Step(NamedTuple):
    """What a projection credits at the end of a period."""

    day: date
    credited_minor: int
    tax_minor: int
    balance_minor: int


class Projection(NamedTuple):
    """What an amount would earn: credited, less tax, and what is accrued and not yet credited."""

    credited_minor: int
    tax_minor: int
    balance_minor: int
    uncredited_nano: int
    steps: list[Step]


def annual_yield(*, interest_nano: int, principal_minor: int, days: int) -> Decimal | None:
    """Return 100 * ((1 + interest / principal) ^ (365 / days) - 1) in percent, with two decimals.

    The formula of Regulation DD, appendix A; for the yield earned in a period, the principal is the
    average daily balance. None when there is no principal.
    """
    if principal_minor <= 0 or days <= 0:
        return None
    interest = _CONTEXT.divide(Decimal(interest_nano), Decimal(NANO) * principal_minor)
    growth = _CONTEXT.power(
        _CONTEXT.add(Decimal(1), interest), _CONTEXT.divide(Decimal(_YEAR), Decimal(days))
    )
    percent = _CONTEXT.multiply(_CONTEXT.subtract(growth, Decimal(1)), Decimal(100))
    return percent.quantize(Decimal("0.01"), context=_CONTEXT)


def project(
    terms: Terms, *, amount_minor: int, first_date: date, days: int, credit_at_end: bool = False
) -> Projection:
    """Return what an amount that nobody touches earns from a day on, to the same rules as a run.

    `credit_at_end` credits with the last day whatever the posting period, as a term that ends.
    """
    balance, uncredited, joined = amount_minor, 0, 0
    steps: list[Step] = []
    for offset in range(days):
        day = first_date + timedelta(days=offset)
        if terms.compounding == "daily":
            joined = uncredited
        uncredited += accrue(
            terms,
            balance_minor=balance,
            joined_nano=joined,
            fraction=fraction_of(day, day_count=terms.day_count),
        )
        if is_period_end(day, period=terms.compounding):
            joined = uncredited
        is_last = credit_at_end and offset == days - 1
        if is_last or is_period_end(day, period=terms.posting_period):
            credited = round_minor(uncredited, rounding=terms.rounding)
            tax = tax_on(credited, tax_ppm=terms.tax_ppm, rounding=terms.rounding)
            balance += credited - tax
            uncredited -= credited * NANO
            joined = 0 if terms.compounding == "none" else uncredited
            steps.append(Step(day, credited, tax, balance))
    return Projection(
        credited_minor=sum(step.credited_minor for step in steps),
        tax_minor=sum(step.tax_minor for step in steps),
        balance_minor=balance,
        uncredited_nano=uncredited,
        steps=steps,
    )
