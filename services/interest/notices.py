"""What holders of a deposit are told: events that `auth` has the words for."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from kernel.ledger import queries as ledger
from kernel.money import format_amount
from kernel.outbox.models import Event
from services.interest.models import InterestDeposit

_SHOWN_DIGITS: Final = 4


def tell_holders(
    deposit: InterestDeposit, *, kind: str, what_next: str = "", now: datetime
) -> None:
    """Write the event for each holder, in the transaction that made it true."""
    holders = ledger.list_holders(account_ids=[deposit.account_id])[deposit.account_id]
    known = ledger.get_known_accounts(account_ids=[deposit.account_id])
    facts = {
        "account": f"…{known[deposit.account_id].number[-_SHOWN_DIGITS:]}",
        "interest": format_amount(deposit.credited_minor, currency=deposit.currency),
        "currency": deposit.currency,
        "maturity_date": deposit.maturity_date.isoformat(),
    }
    if what_next:
        facts["what_next"] = what_next
    for person_id, _ in sorted(holders):
        Event.objects.create(
            name="notice.asked",
            payload={"person_id": str(person_id), "kind": kind, "facts": facts},
            created_at=now,
        )
