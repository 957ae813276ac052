"""Who has a ticket open: kept in Redis for a moment, and missed by nobody when Redis is away."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.core.cache import cache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)

# The console says it is there every 15 seconds; who was silent for three of these has left.
LIFE: Final = timedelta(seconds=45)
MOST_PEOPLE: Final = 50
# How long a lost Redis is not asked again.
_REST_SECONDS: Final = 5.0
_ask_again_at = 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Present:
    """Somebody who looks at a ticket, or is writing."""

    person_id: UUID
    is_typing: bool
    seen_at: datetime


def show_up(*, ticket_id: UUID, person_id: UUID, is_typing: bool, now: datetime) -> list[Present]:
    """Say that a person is there; return who is, this person among them.

    Two who say it at the same moment may lose one of the two until the next time.
    """
    known = _read(ticket_id) | {str(person_id): {"typing": is_typing, "seen": now.isoformat()}}
    people = _alive(known, now=now)
    kept = {str(one.person_id): known[str(one.person_id)] for one in people}
    _try(lambda: cache.set(_key(ticket_id), kept, timeout=LIFE.total_seconds()))
    return people


def leave(*, ticket_id: UUID, person_id: UUID) -> None:
    """Say that a person has left."""
    known = _read(ticket_id)
    if known.pop(str(person_id), None) is not None:
        _try(lambda: cache.set(_key(ticket_id), known, timeout=LIFE.total_seconds()))


def list_present(*, ticket_id: UUID, now: datetime) -> list[Present]:
    """Return who is there, who came last first; nobody when Redis is away."""
    return _alive(_read(ticket_id), now=now)


def _read(ticket_id: UUID) -> dict[str, Any]:
    found = _try(lambda: cache.get(_key(ticket_id)))
    return dict(found) if isinstance(found, dict) else {}


def _alive(known: dict[str, Any], *, now: datetime) -> list[Present]:
    people = [
        Present(
            person_id=UUID(person),
            is_typing=bool(said["typing"]),
            seen_at=datetime.fromisoformat(said["seen"]),
        )
        for person, said in known.items()
    ]
    there = [one for one in people if now - one.seen_at < LIFE]
    return sorted(there, key=lambda one: (one.seen_at, one.person_id), reverse=True)[:MOST_PEOPLE]


def _key(ticket_id: UUID) -> str:
    return f"ticket-presence:{ticket_id}"


def _try(ask: Any) -> Any:
    global _ask_again_at  # noqa: PLW0603  (one Redis for the process)
    if time.monotonic() < _ask_again_at:
        return None
    try:
        return ask()
    except (RedisError, OSError) as failure:
        _ask_again_at = time.monotonic() + _REST_SECONDS
        log.warning("presence.unavailable", error=type(failure).__name__)
        return None
