"""Account numbers: IBANs of this bank (ISO 13616, check digits ISO 7064 mod 97-10)."""

from __future__ import annotations

import secrets
from functools import cache
from typing import Final

from django.conf import settings
from schwifty import BBAN, IBAN

# Enough that numbers do not meet; where a country has fewer places, all of them.
_MOST_DIGITS: Final = 10


def new_iban() -> str:
    """Return a random IBAN of this bank: the numbers of others cannot be guessed."""
    digits = _account_digits(settings.BANK_COUNTRY, settings.BANK_CODE)
    account = str(secrets.randbelow(10**digits)).rjust(digits, "0")
    return str(IBAN.generate(settings.BANK_COUNTRY, settings.BANK_CODE, account))


def is_valid_iban(text: str) -> bool:
    """Return whether a text is an IBAN: known country, right structure, right check digits."""
    return bool(IBAN(text, allow_invalid=True).is_valid)


@cache
def _account_digits(country: str, bank_code: str) -> int:
    """Return how many places the number of an account has in a country, ten at most."""
    empty = BBAN.from_components(country, bank_code=bank_code)
    return min(_MOST_DIGITS, len(empty.account_code))
