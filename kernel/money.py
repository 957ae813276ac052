"""Money is a whole number of minor units of an ISO 4217 currency; on the wire it is a string.

Nothing here rounds. There is one parser for amounts that a client writes, and it is strict.
"""

from __future__ import annotations

import re
from typing import Final

from kernel.currencies import DECIMALS
from kernel.errors import Invalid

MAX_AMOUNT_MINOR: Final = 10**14
_AMOUNT = re.compile(r"(0|[1-9][0-9]{0,14})(?:\.([0-9]{1,4}))?", re.ASCII)


class AmountInvalid(Invalid):
    """The amount is not one that can be moved."""


class CurrencyUnknown(Invalid):
    """The currency is unknown."""


def decimals_of(currency: str) -> int:
    """Return how many decimals a currency has: EUR 2, JPY 0, BHD 3.

    Raises:
        CurrencyUnknown: ISO 4217 has no such currency, or it has no minor units.

    """
    try:
        return DECIMALS[currency]
    except KeyError:
        raise CurrencyUnknown(f"{currency!r} is no currency code.", field="currency") from None


def parse_amount(text: object, *, currency: str, field: str = "amount") -> int:
    """Return a client's amount in minor units: "25.00" EUR is 2500.

    Accepts ASCII digits and one point with at most the currency's decimals, above zero and at most
    MAX_AMOUNT_MINOR. Everything else (signs, exponents, spaces, other digits, numbers) is refused.

    Raises:
        AmountInvalid: with a sentence that says what is wrong.

    """
    decimals = decimals_of(currency)
    if not isinstance(text, str):
        raise AmountInvalid('An amount is a string such as "25.00".', field=field)
    match = _AMOUNT.fullmatch(text)
    if match is None:
        raise AmountInvalid('An amount is digits with a point, such as "25.00".', field=field)
    whole, fraction = match.group(1), match.group(2) or ""
    if len(fraction) > decimals:
        raise AmountInvalid(f"{currency} has {decimals} decimals.", field=field)
    minor = int(whole + fraction.ljust(decimals, "0"))
    if minor == 0:
        raise AmountInvalid("The amount must be above zero.", field=field)
    if minor > MAX_AMOUNT_MINOR:
        raise AmountInvalid("The amount is too large.", field=field)
    return minor


def format_amount(minor: int, *, currency: str) -> str:
    """Return minor units as the wire writes them: 2500 EUR is "25.00", -5 EUR is "-0.05"."""
    decimals = decimals_of(currency)
    sign, digits = ("-" if minor < 0 else ""), str(abs(minor)).rjust(decimals + 1, "0")
    if decimals == 0:
        return f"{sign}{digits}"
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"
