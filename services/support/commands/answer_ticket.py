"""What is written on a ticket: replies that the customer sees, and notes that only staff see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from services.support import queries
from services.support.commands.assignment import hold_ticket
from services.support.commands.ticket_log import (
    lock_for_customer,
    lock_for_staff,
    reopen_locked,
    set_status,
    settle,
    write_down,
)
from services.support.models import Attachment, Draft, Message, Note, Ticket
from services.support.notices import tell
from services.support.queries import AttachmentNotFound


class TicketClosed(Refused):
    """The ticket was solved long ago; raise a new one."""


@transaction.atomic(durable=True)
def answer_ticket(
    *,
    ticket_id: UUID,
    actor_id: UUID,
    body: str,
    version: int,
    now: datetime,
    status: str = "",
    attachments: Collection[UUID] = (),
) -> Message:
    """Answer a customer. `status` is what the ticket becomes: by default open, or solved as it was.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.
        AttachmentNotFound: one of them is not here, is another's or was sent before.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    message = answer_locked(
        ticket, actor_id=actor_id, body=body, status=status, attachments=attachments, now=now
    )
    settle(ticket, now=now)
    return message


@transaction.atomic(durable=True)
def write_to_bank(
    *,
    ticket_id: UUID,
    person_id: UUID,
    body: str,
    now: datetime,
    version: int | None = None,
    attachments: Collection[UUID] = (),
) -> Message:
    """Write on one's own ticket. A ticket that waits for this is open again; a solved one stays so.

    Raises:
        TicketNotFound, TicketMerged, TicketChanged: see `lock_for_customer`.
        TicketClosed: it was solved more than TICKET_REOPEN_DAYS ago.
        AttachmentNotFound: one of them is not here or was sent before.

    """
    ticket = lock_for_customer(ticket_id=ticket_id, person_id=person_id, version=version)
    if queries.is_closed(ticket, now=now):
        raise TicketClosed
    message = _write(
        ticket, author_id=person_id, is_staff=False, body=body, attachments=attachments, now=now
    )
    details = {"message": str(message.id)}
    if ticket.status == Ticket.Status.WAITING:
        set_status(ticket, Ticket.Status.OPEN, now=now)
        details["status"] = Ticket.Status.OPEN.value
    write_down(ticket, "customer_replied", actor_id=person_id, now=now, details=details)
    settle(ticket, now=now)
    return message


@transaction.atomic(durable=True)
def add_note(*, ticket_id: UUID, actor_id: UUID, body: str, version: int, now: datetime) -> Note:
    """Write something for colleagues.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    note = note_locked(ticket, actor_id=actor_id, body=body, now=now)
    settle(ticket, now=now)
    return note


def answer_locked(
    ticket: Ticket,
    *,
    actor_id: UUID,
    body: str,
    status: str,
    now: datetime,
    attachments: Collection[UUID] = (),
) -> Message:
    """Answer on a locked ticket; who answers one that nobody has, has it."""
    if ticket.assignee_id is None:
        hold_ticket(ticket, actor_id=actor_id, now=now)
    message = _write(
        ticket, author_id=actor_id, is_staff=True, body=body, attachments=attachments, now=now
    )
    details = {"message": str(message.id)}
    if status and status != Ticket.Status.SOLVED and ticket.status == Ticket.Status.SOLVED:
        reopen_locked(ticket, status, actor_id=actor_id, now=now)
    # A word on a solved ticket leaves it solved, unless it says otherwise.
    is_solved = ticket.status == Ticket.Status.SOLVED
    becomes = status or (Ticket.Status.SOLVED if is_solved else Ticket.Status.OPEN)
    if becomes != ticket.status:
        set_status(ticket, becomes, now=now)
        details["status"] = str(becomes)
    write_down(ticket, "staff_replied", actor_id=actor_id, now=now, details=details)
    is_solved = ticket.status == Ticket.Status.SOLVED
    tell(
        person_id=ticket.person_id,
        title=f"We answered your request {ticket.reference}",
        text="You find our answer in the portal under Support."
        + (" We think that it is solved; if it is not, reopen it there." if is_solved else ""),
        now=now,
    )
    return message


def note_locked(ticket: Ticket, *, actor_id: UUID, body: str, now: datetime) -> Note:
    """Write a note on a locked ticket."""
    note = Note.objects.create(ticket=ticket, author_id=actor_id, body=body, created_at=now)
    Draft.objects.filter(ticket=ticket, author_id=actor_id, kind=Draft.Kind.NOTE).delete()
    write_down(ticket, "noted", actor_id=actor_id, now=now, details={"note": str(note.id)})
    return note


def _write(
    ticket: Ticket,
    *,
    author_id: UUID,
    is_staff: bool,
    body: str,
    attachments: Collection[UUID],
    now: datetime,
) -> Message:
    message = Message.objects.create(
        ticket=ticket, author_id=author_id, is_staff=is_staff, body=body, created_at=now
    )
    own = Attachment.objects.filter(
        id__in=attachments, ticket=ticket, uploaded_by=author_id, message=None
    )
    if own.update(message=message) != len(set(attachments)):
        raise AttachmentNotFound(field="attachments")
    Draft.objects.filter(ticket=ticket, author_id=author_id, kind=Draft.Kind.REPLY).delete()
    return message
