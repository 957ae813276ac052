"""Tickets that belong together: merged into one, or linked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, Invalid, Refused
from services.support.commands.ticket_log import lock_for_staff, set_status, settle, write_down
from services.support.models import Link, Ticket
from services.support.notices import tell


class SameTicket(Invalid):
    """A ticket is not joined with itself."""


class OtherCustomer(Refused):
    """The tickets are of two customers."""


class TicketsLinked(Conflict):
    """The tickets are linked already."""


@transaction.atomic(durable=True)
def merge_ticket(
    *, ticket_id: UUID, into: UUID, actor_id: UUID, version: int, now: datetime
) -> Ticket:
    """Let a ticket go on in another one of the same customer, and return that.

    Its messages and notes are read there too; it takes no new ones.

    Raises:
        SameTicket: it is the same one.
        TicketNotFound, OwnTicket, TicketMerged: see `lock_for_staff`; of either ticket.
        TicketChanged: the ticket that ends is not as it was seen.
        OtherCustomer: the other one is somebody else's.

    """
    ticket, target = _lock_both(ticket_id, into, actor_id=actor_id, version=version)
    if ticket.person_id != target.person_id:
        raise OtherCustomer(field="into")
    # What was merged into this one goes along, so that nobody follows a chain.
    Ticket.objects.filter(merged_into=ticket).update(merged_into=target)
    set_status(ticket, Ticket.Status.MERGED, now=now)
    ticket.merged_into = target
    write_down(
        ticket,
        "merged",
        actor_id=actor_id,
        now=now,
        details={"into": str(target.id), "status": Ticket.Status.MERGED.value},
    )
    settle(ticket, now=now)
    write_down(target, "absorbed", actor_id=actor_id, now=now, details={"ticket": str(ticket.id)})
    settle(target, now=now)
    tell(
        person_id=ticket.person_id,
        title=f"Your requests {ticket.reference} and {target.reference} are one now",
        text=f"We go on with {target.reference}; nothing that you wrote is lost.",
        now=now,
    )
    return target


@transaction.atomic(durable=True)
def link_tickets(*, ticket_id: UUID, other: UUID, actor_id: UUID, now: datetime) -> Ticket:
    """Say that two tickets have to do with each other, of whomever they are.

    Raises:
        SameTicket: it is the same one.
        TicketNotFound, OwnTicket, TicketMerged: see `lock_for_staff`; of either ticket.
        TicketsLinked: they are linked.

    """
    ticket, linked = _lock_both(ticket_id, other, actor_id=actor_id, version=None)
    first, second = sorted((ticket, linked), key=lambda one: one.id)
    _, is_new = Link.objects.get_or_create(
        first=first, second=second, defaults={"linked_by": actor_id, "linked_at": now}
    )
    if not is_new:
        raise TicketsLinked(field="ticket")
    for one, to in ((ticket, linked), (linked, ticket)):
        write_down(one, "linked", actor_id=actor_id, now=now, details={"ticket": str(to.id)})
        settle(one, now=now)
    return ticket


@transaction.atomic(durable=True)
def unlink_tickets(*, ticket_id: UUID, other: UUID, actor_id: UUID, now: datetime) -> None:
    """Say that two tickets have nothing to do with each other; nothing happens when none said so.

    Raises:
        SameTicket: it is the same one.
        TicketNotFound, OwnTicket, TicketMerged: see `lock_for_staff`; of either ticket.

    """
    ticket, linked = _lock_both(ticket_id, other, actor_id=actor_id, version=None)
    first, second = sorted((ticket, linked), key=lambda one: one.id)
    count, _ = Link.objects.filter(first=first, second=second).delete()
    if not count:
        return
    for one, to in ((ticket, linked), (linked, ticket)):
        write_down(one, "unlinked", actor_id=actor_id, now=now, details={"ticket": str(to.id)})
        settle(one, now=now)


def _lock_both(
    ticket_id: UUID, other: UUID, *, actor_id: UUID, version: int | None
) -> tuple[Ticket, Ticket]:
    """Lock two tickets in the order of their ids; the version is the first one's."""
    if ticket_id == other:
        raise SameTicket(field="ticket")
    versions = {ticket_id: version, other: None}
    locked = {
        one: lock_for_staff(ticket_id=one, actor_id=actor_id, version=versions[one])
        for one in sorted(versions)
    }
    return locked[ticket_id], locked[other]
