"""How interest is computed: whole numbers only, and no database. docs/interest.md has the formulas.

Balances are minor units; accrued interest is nano-minor: 10^-9 of a minor unit.
"""

from services.interest.arithmetic.accruing import (
    MAX_BALANCE_MINOR,
    MAX_CARRIED_NANO,
    NANO,
    PPM,
    State,
    Terms,
    Tier,
    accrue,
    charge,
    day_of,
    divide,
    rate_at,
)
from services.interest.arithmetic.calendar import (
    Fraction,
    fraction_of,
    is_period_end,
    months_after,
    period_end_from,
)
from services.interest.arithmetic.percent import format_percent, parse_percent
from services.interest.arithmetic.rounding import round_minor, tax_on
from services.interest.arithmetic.yields import annual_yield, project

__all__ = [
    "MAX_BALANCE_MINOR",
    "MAX_CARRIED_NANO",
    "NANO",
    "PPM",
    "Fraction",
    "State",
    "Terms",
    "Tier",
    "accrue",
    "annual_yield",
    "charge",
    "day_of",
    "divide",
    "format_percent",
    "fraction_of",
    "is_period_end",
    "months_after",
    "parse_percent",
    "period_end_from",
    "project",
    "rate_at",
    "round_minor",
    "tax_on",
]
