"""What staff change about a ticket, and what its customer does at the end."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from services.support import queries
from services.support.commands.answer_ticket import TicketClosed
from services.support.commands.assignment import hold_ticket
from services.support.commands.ticket_log import (
    lock_for_customer,
    lock_for_staff,
    reopen_locked,
    set_status,
    settle,
    write_down,
)
from services.support.models import Queue, Ticket
from services.support.notices import tell

_ENDED: Final = Ticket.Status.SOLVED


class TicketNotSolved(Refused):
    """The ticket is not solved."""


class QueueClosed(Refused):
    """The queue takes no more tickets."""


@transaction.atomic(durable=True)
def change_ticket(
    *,
    ticket_id: UUID,
    actor_id: UUID,
    version: int,
    now: datetime,
    status: str = "",
    priority: str = "",
    queue: UUID | None = None,
) -> Ticket:
    """Set the status, the priority or the queue of a ticket; what is the same is no change.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.
        QueueNotFound, QueueClosed: it cannot go there.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    change_locked(
        ticket,
        actor_id=actor_id,
        status=status,
        priority=priority,
        queue=None if queue is None else queries.get_queue(queue_id=queue),
        now=now,
    )
    settle(ticket, now=now)
    return ticket


def change_locked(
    ticket: Ticket,
    *,
    actor_id: UUID,
    status: str,
    priority: str,
    queue: Queue | None,
    now: datetime,
) -> None:
    """Change a locked ticket.

    Raises:
        QueueClosed: the queue takes no more tickets.

    """
    if queue is not None and queue.id != ticket.queue_id:
        if not queue.is_active:
            raise QueueClosed(field="queue")
        details = {"from": ticket.queue.code, "to": queue.code}
        ticket.queue = queue
        write_down(ticket, "moved", actor_id=actor_id, now=now, details=details)
    if priority and Ticket.Priority[priority.upper()] != ticket.priority:
        ticket.priority = Ticket.Priority[priority.upper()]
        write_down(
            ticket, "prioritised", actor_id=actor_id, now=now, details={"priority": priority}
        )
    if status and status != ticket.status:
        _change_status(ticket, status, actor_id=actor_id, now=now)


@transaction.atomic(durable=True)
def reopen_ticket(*, ticket_id: UUID, person_id: UUID, now: datetime) -> Ticket:
    """Say that one's own ticket is not solved after all.

    Raises:
        TicketNotFound, TicketMerged: see `lock_for_customer`.
        TicketNotSolved: it is not solved.
        TicketClosed: it was solved more than TICKET_REOPEN_DAYS ago.

    """
    ticket = lock_for_customer(ticket_id=ticket_id, person_id=person_id, version=None)
    if ticket.status != _ENDED:
        raise TicketNotSolved
    if queries.is_closed(ticket, now=now):
        raise TicketClosed
    reopen_locked(ticket, Ticket.Status.OPEN, actor_id=person_id, now=now)
    settle(ticket, now=now)
    return ticket


@transaction.atomic(durable=True)
def rate_ticket(
    *, ticket_id: UUID, person_id: UUID, score: int, now: datetime, comment: str = ""
) -> Ticket:
    """Say how well one's own solved ticket was served, from 1 to 5; the last word counts.

    Raises:
        TicketNotFound, TicketMerged: see `lock_for_customer`.
        TicketNotSolved: it is not solved.

    """
    ticket = lock_for_customer(ticket_id=ticket_id, person_id=person_id, version=None)
    if ticket.status != _ENDED:
        raise TicketNotSolved
    ticket.rating, ticket.rating_comment, ticket.rated_at = score, comment, now
    write_down(ticket, "rated", actor_id=person_id, now=now, details={"score": score})
    settle(ticket, now=now)
    return ticket


def _change_status(ticket: Ticket, status: str, *, actor_id: UUID, now: datetime) -> None:
    if ticket.status == _ENDED:
        reopen_locked(ticket, status, actor_id=actor_id, now=now)
        return
    if ticket.assignee_id is None:
        hold_ticket(ticket, actor_id=actor_id, now=now)
    if status == ticket.status:
        return
    set_status(ticket, status, now=now)
    write_down(ticket, "status_set", actor_id=actor_id, now=now, details={"status": status})
    if status == _ENDED:
        tell(
            person_id=ticket.person_id,
            title=f"We solved your request {ticket.reference}",
            text="If it is not solved, reopen it in the portal under Support.",
            now=now,
        )
