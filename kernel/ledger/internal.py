"""The bank's own accounts: one per purpose and currency, with ids that need no look-up."""

from __future__ import annotations

import uuid
from typing import Final
from uuid import UUID

PURPOSES: Final = {
    "cash": "Cash desk",
    "clearing": "Other banks",
    "interest_expense": "Interest",
    "interest_income": "Interest",
    "fees": "Fees",
    "tax": "Tax office",
    "suspense": "Suspense",
}
_NAMESPACE: Final = uuid.UUID("6f1c2f0e-6a51-5b0e-9d0c-0b1f3f0a2d11")


def internal_id(*, purpose: str, currency: str) -> UUID:
    """Return the id of the bank's account for a purpose in a currency."""
    assert purpose in PURPOSES, purpose
    return uuid.uuid5(_NAMESPACE, f"{purpose}:{currency}")


def internal_number(*, purpose: str, currency: str) -> str:
    """Return its number, which is no IBAN so that nobody can pay into it."""
    return f"INTERNAL-{purpose.upper().replace('_', '-')}-{currency}"
