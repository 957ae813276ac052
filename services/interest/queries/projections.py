"""Reads: what an amount would earn at today's rate."""

from __future__ import annotations

from datetime import date

from kernel.errors import NotFound
from kernel.money import parse_amount
from services.interest.arithmetic import project
from services.interest.arithmetic.yields import Projection
from services.interest.models import InterestRate
from services.interest.queries.rates import rate_in_force


class InterestRateNotFound(NotFound):
    """The account type has no interest rate."""


def project_amount(
    *, account_type_code: str, amount: str, currency: str, days: int, today: date
) -> tuple[InterestRate, int, Projection]:
    """Return the rate, the amount in minor units and what it earns in so many days from today.

    Raises:
        CurrencyUnknown, AmountInvalid: see `kernel.money`.
        InterestRateNotFound: no rate of the account type is in force.

    """
    amount_minor = parse_amount(amount, currency=currency)
    rate = rate_in_force(account_type_code=account_type_code, on=today)
    if rate is None:
        raise InterestRateNotFound(field="account_type")
    found = project(rate.terms(), amount_minor=amount_minor, first_date=today, days=days)
    return rate, amount_minor, found
