"""Ids and keys of what is replayed: derived from the archive's numbers, so a rerun finds them."""

from __future__ import annotations

import uuid
from typing import Final
from uuid import UUID

from schwifty import IBAN

_NAMESPACE: Final = uuid.UUID("b1d1b0f0-9a52-5c52-8f0e-1993199819ec")
# No Czech bank has this code.
_BANK_CODE: Final = "9999"
_ACCOUNT_DIGITS: Final = 10

ACCOUNT_TYPE_CODE: Final = "berka-current"


def account_type_id() -> UUID:
    """Return the id of the product that all replayed accounts are of."""
    return _derived("account-type", ACCOUNT_TYPE_CODE)


def branch_id(district_id: int) -> UUID:
    """Return the id of a district's branch."""
    return _derived("district", district_id)


def customer_id(client_id: int) -> UUID:
    """Return the id of a client."""
    return _derived("client", client_id)


def account_id(number: int) -> UUID:
    """Return the id of an account."""
    return _derived("account", number)


def account_iban(number: int) -> str:
    """Return the IBAN of an account."""
    return str(IBAN.generate("CZ", _BANK_CODE, str(number).rjust(_ACCOUNT_DIGITS, "0")))


def row_key(*, account: int, trans_id: int) -> str:
    """Return the idempotency key of a transaction."""
    return str(_derived("transaction", f"{account}:{trans_id}"))


def _derived(kind: str, number: object) -> UUID:
    return uuid.uuid5(_NAMESPACE, f"{kind}:{number}")
