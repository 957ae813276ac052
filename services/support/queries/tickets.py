"""Tickets and what was said about them, for those who may see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.support.clocks import Clock, Happening, read_clocks
from services.support.hours import BusinessHours, read_hours
from services.support.models import (
    Attachment,
    Draft,
    Link,
    Measure,
    Message,
    Note,
    ServiceLevel,
    Ticket,
    TicketEvent,
)
from services.support.queries.paging import Page, by_id

CLOSED: Final = "closed"
STATUSES: Final = (*Ticket.Status.values, CLOSED)


class TicketNotFound(NotFound):
    """There is no such ticket."""


class AttachmentNotFound(NotFound):
    """There is no such attachment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketFilter:
    """What a list of tickets is narrowed to; what is None or empty narrows nothing."""

    person_id: UUID | None = None
    status: str = ""
    kind: str = ""
    priority: int | None = None
    queue_id: UUID | None = None
    assignee_id: UUID | None = None
    is_unassigned: bool | None = None
    is_overdue: bool | None = None
    account_id: UUID | None = None
    transaction_id: UUID | None = None
    reference: str = ""
    due_before: datetime | None = None


def list_tickets(
    *,
    narrowed: TicketFilter,
    by_due: bool,
    cursor: Sequence[Any] | None,
    limit: int,
    now: datetime,
) -> tuple[list[Ticket], list[Any] | None]:
    """Return a page of tickets, the newest first; or by what is due first, if a clock runs at all.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    rows = _narrow(Ticket.objects.select_related("queue", "level"), narrowed, now=now)
    if not by_due:
        return by_id(rows, cursor=cursor, limit=limit, newest_first=True)
    rows = rows.filter(due_at__isnull=False)
    if cursor is not None:
        due_at, ticket_id = _read_position(cursor)
        rows = rows.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=ticket_id))
    found = list(rows.order_by("due_at", "id")[: limit + 1])
    page, more = found[:limit], len(found) > limit
    last = page[-1] if page else None
    position = [last.due_at.isoformat(), str(last.id)] if last and last.due_at else None
    return page, position if more else None


def get_ticket(*, ticket_id: UUID, person_id: UUID | None) -> Ticket:
    """Return a ticket of a person; without one, whosever it is, for staff.

    Raises:
        TicketNotFound: there is none, or it is somebody else's.

    """
    tickets = Ticket.objects.select_related("queue", "level").filter(id=ticket_id)
    if person_id is not None:
        tickets = tickets.filter(person_id=person_id)
    ticket = tickets.first()
    if ticket is None:
        raise TicketNotFound
    return ticket


def is_closed(ticket: Ticket, *, now: datetime) -> bool:
    """Return whether a solved ticket can be reopened no more."""
    if ticket.solved_at is None or ticket.status != Ticket.Status.SOLVED:
        return False
    return bool(ticket.solved_at + _reopen_window() <= now)


def status_of(ticket: Ticket, *, now: datetime) -> str:
    """Return the status as people see it: solved for long is closed."""
    return CLOSED if is_closed(ticket, now=now) else str(ticket.status)


def list_messages(*, ticket: Ticket, cursor: Sequence[Any] | None, limit: int) -> Page[Message]:
    """Return a page of a ticket's messages and of those merged into it, the first one first.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    rows = Message.objects.filter(ticket_id__in=_family(ticket)).prefetch_related("attachments")
    return by_id(rows, cursor=cursor, limit=limit)


def list_notes(*, ticket: Ticket, cursor: Sequence[Any] | None, limit: int) -> Page[Note]:
    """Return a page of what staff wrote for each other, the first one first.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    rows = Note.objects.filter(ticket_id__in=_family(ticket))
    return by_id(rows, cursor=cursor, limit=limit)


def list_events(
    *, ticket: Ticket, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[TicketEvent], list[Any] | None]:
    """Return a page of what happened to a ticket, in order.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    rows = TicketEvent.objects.filter(ticket=ticket)
    if cursor is not None:
        if len(cursor) != 1 or type(cursor[0]) is not int:
            raise CursorInvalid(field="cursor")
        rows = rows.filter(sequence__gt=cursor[0])
    found = list(rows.order_by("sequence")[: limit + 1])
    more = len(found) > limit
    return found[:limit], [found[limit - 1].sequence] if more else None


def list_events_since(*, ticket: Ticket, version: int) -> list[TicketEvent]:
    """Return what happened to a ticket behind a version, at most the last fifty things."""
    rows = TicketEvent.objects.filter(ticket=ticket, sequence__gt=version)
    return list(rows.order_by("-sequence")[:50])[::-1]


def clocks_of(ticket: Ticket, *, now: datetime) -> list[Clock]:
    """Return the clocks of one ticket."""
    return clocks_of_all([ticket], now=now)[ticket.id]


def clocks_of_all(tickets: Collection[Ticket], *, now: datetime) -> dict[UUID, list[Clock]]:
    """Return the clocks of tickets, whose level is loaded, with one question for all of them."""
    happenings: dict[UUID, list[Happening]] = {ticket.id: [] for ticket in tickets}
    rows = TicketEvent.objects.filter(ticket_id__in=happenings).order_by("ticket_id", "sequence")
    for event in rows:
        happenings[event.ticket_id].append(
            Happening(
                kind=event.kind,
                at=event.happened_at,
                status=event.details.get("status", ""),
                priority=event.details.get("priority", ""),
            )
        )
    hours = {ticket.level_id: hours_of(ticket.level) for ticket in tickets}
    return {
        ticket.id: read_clocks(
            happenings[ticket.id],
            hours=hours[ticket.level_id],
            targets=ticket.level.targets,
            now=now,
        )
        for ticket in tickets
    }


def hours_of(level: ServiceLevel) -> BusinessHours:
    """Return the business hours of a service level."""
    return read_hours(
        time_zone=level.time_zone,
        hours=level.hours,
        holidays=[holiday["date"] for holiday in level.holidays],
    )


def list_linked(*, ticket: Ticket) -> list[Ticket]:
    """Return the tickets that are linked to one, the oldest first."""
    links = Link.objects.filter(Q(first=ticket) | Q(second=ticket)).values_list("first", "second")
    ids = {ticket_id for pair in links for ticket_id in pair} - {ticket.id}
    return list(Ticket.objects.filter(id__in=ids).select_related("queue").order_by("id"))


def list_merged(*, ticket: Ticket) -> list[UUID]:
    """Return the ids of the tickets that were merged into one."""
    return list(
        Ticket.objects.filter(merged_into=ticket).order_by("id").values_list("id", flat=True)
    )


def list_drafts(*, ticket: Ticket, author_id: UUID, is_staff: bool) -> list[Draft]:
    """Return the drafts on a ticket: staff see all of staff's, a customer sees their own."""
    drafts = Draft.objects.filter(ticket=ticket, is_staff=is_staff)
    if not is_staff:
        drafts = drafts.filter(author_id=author_id)
    return list(drafts.order_by("-updated_at", "id"))


def get_attachment(*, ticket: Ticket, attachment_id: UUID, person_id: UUID) -> Attachment:
    """Return an attachment of a ticket or of one merged into it.

    Raises:
        AttachmentNotFound: there is none, or it is not sent yet and somebody else's.

    """
    attachments = Attachment.objects.filter(id=attachment_id, ticket_id__in=_family(ticket))
    # Of a person who was forgotten the key is gone, and with it the file.
    attachments = attachments.exclude(name="")
    seen = attachments.filter(Q(message__isnull=False) | Q(uploaded_by=person_id))
    attachment = seen.first()
    if attachment is None:
        raise AttachmentNotFound
    return attachment


def list_measures(*, ticket: Ticket) -> list[Measure]:
    """Return what was asked for to settle a dispute, the first one first."""
    return list(Measure.objects.filter(ticket=ticket).order_by("id"))


def _family(ticket: Ticket) -> list[UUID]:
    return [ticket.id, *list_merged(ticket=ticket)]


def _reopen_window() -> timedelta:
    return timedelta(days=settings.TICKET_REOPEN_DAYS)


def _narrow(rows: QuerySet[Ticket], narrowed: TicketFilter, *, now: datetime) -> QuerySet[Ticket]:
    same = {
        "person_id": narrowed.person_id,
        "kind": narrowed.kind or None,
        "priority": narrowed.priority,
        "queue_id": narrowed.queue_id,
        "assignee_id": narrowed.assignee_id,
        "account_id": narrowed.account_id,
        "transaction_id": narrowed.transaction_id,
        "reference": narrowed.reference.upper() or None,
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value is not None})
    rows = _in_status(rows, narrowed.status, now=now)
    if narrowed.is_unassigned is not None:
        rows = rows.filter(assignee_id__isnull=narrowed.is_unassigned)
    if narrowed.is_overdue:
        rows = rows.filter(due_at__lt=now)
    if narrowed.is_overdue is False:
        rows = rows.filter(Q(due_at=None) | Q(due_at__gte=now))
    if narrowed.due_before is not None:
        rows = rows.filter(due_at__lt=narrowed.due_before)
    return rows


def _in_status(rows: QuerySet[Ticket], status: str, *, now: datetime) -> QuerySet[Ticket]:
    if not status:
        return rows
    gone = Q(status=Ticket.Status.SOLVED, solved_at__lte=now - _reopen_window())
    if status == CLOSED:
        return rows.filter(gone)
    rows = rows.filter(status=status)
    return rows.exclude(gone) if status == Ticket.Status.SOLVED else rows


def _read_position(cursor: Sequence[Any]) -> tuple[datetime, UUID]:
    ticket_id = parse_id(cursor[1]) if len(cursor) == 2 else None  # noqa: PLR2004
    try:
        due_at = datetime.fromisoformat(cursor[0])
    except (TypeError, ValueError, IndexError):
        raise CursorInvalid(field="cursor") from None
    if ticket_id is None or due_at.tzinfo is None:
        raise CursorInvalid(field="cursor")
    return due_at, ticket_id
