"""The heart of every change of a ticket: lock it, look whether it is as it was seen, write it down.

The version of a ticket is the number of its last event, so whoever saw one event less is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from kernel.errors import Conflict, Forbidden
from services.support import queries
from services.support.clocks import FIRST_RESPONSE, first_due
from services.support.metrics import first_response_seconds, ticket_events_total
from services.support.models import Ticket, TicketEvent
from services.support.queries import TicketNotFound


class TicketChanged(Conflict):
    """The ticket changed underneath."""


class TicketMerged(Conflict):
    """The ticket goes on in another one."""


class OwnTicket(Forbidden):
    """A colleague must serve you: this ticket is yours."""


def lock_for_staff(*, ticket_id: UUID, actor_id: UUID, version: int | None) -> Ticket:
    """Return a ticket, locked, as staff saw it; a version of None is whatever it is.

    Raises:
        TicketNotFound: there is none.
        OwnTicket: whoever acts for the bank raised it.
        TicketMerged: it goes on in another one.
        TicketChanged: it is not as it was seen.

    """
    ticket = _lock(ticket_id)
    if ticket is None:
        raise TicketNotFound
    if ticket.person_id == actor_id:
        raise OwnTicket
    _refuse_change(ticket, version=version)
    return ticket


def lock_for_customer(*, ticket_id: UUID, person_id: UUID, version: int | None) -> Ticket:
    """Return a customer's own ticket, locked, as they saw it.

    Raises:
        TicketNotFound: there is none, or it is somebody else's.
        TicketMerged, TicketChanged: as for staff.

    """
    ticket = _lock(ticket_id)
    if ticket is None or ticket.person_id != person_id:
        raise TicketNotFound
    _refuse_change(ticket, version=version)
    return ticket


def write_down(
    ticket: Ticket,
    kind: str,
    *,
    actor_id: UUID | None,
    now: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Add an event to a locked ticket; `settle` follows, once, when all of them are written."""
    ticket.version += 1
    TicketEvent.objects.create(
        ticket=ticket,
        sequence=ticket.version,
        kind=kind,
        actor_id=actor_id,
        details=dict(details or {}),
        happened_at=now,
    )
    transaction.on_commit(ticket_events_total.labels(kind).inc)


def settle(ticket: Ticket, *, now: datetime) -> None:
    """Keep a ticket after its events: when its clocks are due, and when it changed last."""
    clocks = queries.clocks_of(ticket, now=now)
    ticket.due_at = first_due(clocks)
    ticket.updated_at = now
    ticket.save()
    for clock in clocks:
        if clock.name == FIRST_RESPONSE and clock.stopped_at == now:
            timer = first_response_seconds.labels(ticket.queue.code)
            transaction.on_commit(partial(timer.observe, clock.used.total_seconds()))


def set_status(ticket: Ticket, status: str, *, now: datetime) -> None:
    """Set the status of a ticket and what goes with it."""
    ticket.status = Ticket.Status(status)
    ticket.solved_at = now if status == Ticket.Status.SOLVED else None


def reopen_locked(ticket: Ticket, status: str, *, actor_id: UUID, now: datetime) -> None:
    """Take up a solved ticket again: what its clocks said stays, new ones begin."""
    set_status(ticket, status, now=now)
    write_down(ticket, "reopened", actor_id=actor_id, now=now, details={"status": str(status)})


def _lock(ticket_id: UUID) -> Ticket | None:
    assert connection.in_atomic_block
    # The queue and the level are read beside it: they are not changed here, so not locked.
    return Ticket.objects.select_for_update().filter(id=ticket_id).first()


def _refuse_change(ticket: Ticket, *, version: int | None) -> None:
    if ticket.merged_into_id is not None:
        raise TicketMerged(extra={"merged_into": str(ticket.merged_into_id)})
    if version is None or version == ticket.version:
        return
    raise TicketChanged(
        "Somebody was faster. Look at what happened, and send yours again.",
        extra={"version": ticket.version, "events": _since(ticket, version)},
    )


def _since(ticket: Ticket, version: int) -> list[dict[str, Any]]:
    # What happened, without what was written: a customer may ask too.
    return [
        {
            "sequence": event.sequence,
            "kind": event.kind,
            "happened_at": event.happened_at.isoformat().replace("+00:00", "Z"),
        }
        for event in queries.list_events_since(ticket=ticket, version=version)
    ]
