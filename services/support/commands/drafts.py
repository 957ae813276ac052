"""What somebody has begun to write: it is theirs, whoever the ticket is given to."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from services.support.models import Draft, Ticket


@transaction.atomic(durable=True)
def save_draft(
    *, ticket: Ticket, author_id: UUID, is_staff: bool, kind: str, body: str, now: datetime
) -> Draft:
    """Keep the draft of a reply or a note; the last word counts. It is no event of the ticket."""
    draft, _ = Draft.objects.update_or_create(
        ticket=ticket,
        author_id=author_id,
        kind=kind,
        defaults={"body": body, "is_staff": is_staff, "updated_at": now},
    )
    return draft


@transaction.atomic(durable=True)
def discard_draft(*, ticket: Ticket, author_id: UUID, kind: str) -> None:
    """Forget one's own draft; nothing happens when there is none."""
    Draft.objects.filter(ticket=ticket, author_id=author_id, kind=kind).delete()
