"""Reading the sign-in log: "recent activity", and the chain that proves it whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import Any, Final
from uuid import UUID

from kernel.audit.chain import Link, Linked
from kernel.audit.content import canonical
from kernel.cursors import CursorInvalid
from services.auth.models import SignInEvent

CHAIN: Final = "sign_in"
_CHUNK: Final = 1000


def list_activity(
    *, person_id: UUID, cursor: list[Any] | None, limit: int
) -> tuple[list[SignInEvent], list[Any] | None]:
    """Return a page of what happened about a person's sign-in, newest first, and the next cursor.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    events = SignInEvent.objects.filter(person_id=person_id).order_by("-position")
    if cursor is not None:
        if len(cursor) != 1 or type(cursor[0]) is not int:
            raise CursorInvalid(field="cursor")
        events = events.filter(position__lt=cursor[0])
    page = list(events[: limit + 1])
    following = [page[limit - 1].position] if len(page) > limit else None
    return page[:limit], following


def content_of(event: SignInEvent) -> bytes:
    """Return what an event's link covers: every column but the link itself."""
    return canonical(
        {
            "id": str(event.id),
            "event": str(event.event),
            "person": None if event.person_id is None else str(event.person_id),
            "actor": None if event.actor_id is None else str(event.actor_id),
            "result": str(event.result),
            "factor": str(event.factor),
            "address": event.address,
            "device": event.device,
            "happened_at": event.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }
    ).encode()


def read_chain(_chain: str) -> Iterator[Linked]:
    """Yield the log in order, a chunk at a time: drivers fetch a whole result otherwise."""
    position = 0
    events = SignInEvent.objects.order_by("position")
    behind = events
    while chunk := list(behind[:_CHUNK]):
        for event in chunk:
            position = event.position
            link = Link(
                position=position,
                previous_hash=bytes(event.previous_hash),
                hash=bytes(event.hash),
            )
            yield Linked(row=f"sign-in event {event.id}", content=content_of(event), link=link)
        behind = events.filter(position__gt=position)
