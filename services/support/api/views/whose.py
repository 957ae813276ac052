"""Whose ticket it is: staff see all but act on none of their own; customers have theirs."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from services.support import queries
from services.support.models import Ticket

READ: Final = "tickets.read"
ANSWER: Final = "tickets.answer"
MANAGE: Final = "desk.manage"


def find_ticket(request: Any, *, ticket_id: UUID) -> tuple[Ticket, bool]:
    """Return a ticket that the caller may see, and whether they see it as staff.

    Raises:
        TicketNotFound: there is none, or it is somebody else's.

    """
    sees_all = request.user.may(READ)
    person_id = None if sees_all else request.user.id
    ticket = queries.get_ticket(ticket_id=ticket_id, person_id=person_id)
    # One's own ticket is looked at as its customer: what staff write about it is not for them.
    return ticket, sees_all and ticket.person_id != request.user.id


def find_as_staff(request: Any, *, ticket_id: UUID) -> Ticket:
    """Return a ticket for a member of staff: any but their own, which is as if it were not.

    Raises:
        TicketNotFound: there is none, or it is their own.

    """
    ticket = queries.get_ticket(ticket_id=ticket_id, person_id=None)
    if ticket.person_id == request.user.id:
        raise queries.TicketNotFound
    return ticket
