"""What customers are told: events that `auth` delivers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from kernel.outbox.models import Event

# services/transactions/notices.py hands this one on in the words of who asks.
_ASKED = "notice.asked"
_KIND = "bank_message"


def tell(*, person_id: UUID, title: str, text: str, now: datetime) -> None:
    """Write an event that has a person told something; inside the transaction that made it true."""
    Event.objects.create(**_event(person_id=person_id, title=title, text=text, now=now))


def tell_all(*, person_ids: list[UUID], title: str, text: str, now: datetime) -> None:
    """Have many people told the same."""
    Event.objects.bulk_create(
        Event(**_event(person_id=person_id, title=title, text=text, now=now))
        for person_id in person_ids
    )


def _event(*, person_id: UUID, title: str, text: str, now: datetime) -> dict[str, object]:
    payload = {
        "person_id": str(person_id),
        "kind": _KIND,
        "facts": {"title": title, "text": text},
    }
    return {"name": _ASKED, "payload": payload, "created_at": now}
