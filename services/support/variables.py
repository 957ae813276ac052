"""What `{{...}}` in a canned reply stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from django.conf import settings

from kernel.ledger import queries as ledger
from services.support.models import Ticket

_PLACE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAMES: Final = frozenset(
    {"bank.name", "customer.name", "account.number", "ticket.reference", "ticket.subject"}
)


def unknown_variables(text: str) -> list[str]:
    """Return the names in a text that stand for nothing."""
    return sorted({name for name in _PLACE.findall(text) if name not in NAMES})


def fill_in(text: str, *, ticket: Ticket) -> str:
    """Return a text with the words of a ticket in its places; what is not known is left out."""
    values = _values(ticket)
    return _PLACE.sub(lambda found: values.get(found[1], ""), text)


def _values(ticket: Ticket) -> Mapping[str, str]:
    held = ledger.list_held_accounts(person_id=ticket.person_id)
    about = next((account for account in held if account.id == ticket.account_id), None)
    known = about or next(iter(held), None)
    return {
        "bank.name": settings.BANK_NAME,
        # The name that a payer sees: this service knows no other.
        "customer.name": "" if known is None else known.title,
        "account.number": "" if about is None else f"…{about.number[-4:]}",
        "ticket.reference": ticket.reference,
        "ticket.subject": ticket.subject,
    }
