"""What people are told about movements on their accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kernel.ledger.queries import list_holders, read_transfer
from kernel.money import format_amount
from kernel.outbox.models import Event

_SHOWN_DIGITS = 4


def notices_of(event: Event) -> list[dict[str, Any]]:
    """Return one notice for each holder whose account an event moved money on.

    A notice names the account by its last four digits only: mail is no safe place.
    """
    if event.name != "transfer.posted":
        return []
    transfer = read_transfer(transfer_id=UUID(event.payload["transfer_id"]))
    sides = ((transfer.debit, "money_out"), (transfer.credit, "money_in"))
    holders = list_holders(account_ids=[party.id for party, _ in sides])
    return [
        {
            "event_id": str(event.id),
            "person_id": str(person_id),
            "kind": kind,
            "happened_at": event.created_at.isoformat(),
            "facts": {
                "amount": format_amount(transfer.amount_minor, currency=transfer.currency),
                "currency": transfer.currency,
                "account": f"…{party.number[-_SHOWN_DIGITS:]}",
                "value_date": transfer.value_date.isoformat(),
            },
        }
        for party, kind in sides
        for person_id, _ in holders[party.id]
    ]
