"""Account numbers: IBANs of this bank (ISO 13616, check digits ISO 7064 mod 97-10)."""

from __future__ import annotations

import secrets

from django.conf import settings
from schwifty import IBAN

_ACCOUNT_DIGITS = 10


def new_iban() -> str:
    """Return a random IBAN of this bank: the numbers of others cannot be guessed."""
    account = str(secrets.randbelow(10**_ACCOUNT_DIGITS)).rjust(_ACCOUNT_DIGITS, "0")
    return str(IBAN.generate(settings.BANK_COUNTRY, settings.BANK_CODE, account))


def is_valid_iban(text: str) -> bool:
    """Return whether a text is an IBAN: known country, right structure, right check digits."""
    return bool(IBAN(text, allow_invalid=True).is_valid)
