"""What the service knows, as it is answered."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.money import format_amount
from services.support import queries
from services.support.api.serializers import announcements as notices
from services.support.api.serializers import desk, tickets
from services.support.clocks import Clock
from services.support.models import (
    Agent,
    Announcement,
    Attachment,
    CannedReply,
    Draft,
    Macro,
    Measure,
    Message,
    Note,
    Queue,
    ServiceLevel,
    Ticket,
    TicketEvent,
)
from services.support.presence import Present
from services.support.queries import Shown


def announcement_content(shown: Shown) -> dict[str, Any]:
    """Return an announcement for its reader."""
    values = _announcement(shown.announcement) | {
        "dismissed_at": shown.dismissed_at,
        "accepted_at": shown.accepted_at,
    }
    return dict(notices.AnnouncementOutput(values).data)


def staff_announcement_content(announcement: Announcement, *, now: datetime) -> dict[str, Any]:
    """Return an announcement with its audience."""
    values = _announcement(announcement) | {
        "dismissed_at": None,
        "accepted_at": None,
        "state": queries.state_of(announcement, now=now),
        "roles": announcement.roles,
        "products": announcement.products,
        "branches": announcement.branches,
        "languages": announcement.languages,
        "notify": announcement.is_noticed,
        "noticed_at": announcement.noticed_at,
        "created_by": announcement.created_by,
        "version": announcement.version,
    }
    return dict(notices.StaffAnnouncementOutput(values).data)


def ticket_content(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """Return a ticket for its customer."""
    return dict(tickets.TicketOutput(_ticket(ticket, now=now)).data)


def staff_ticket_content(
    ticket: Ticket, *, clocks: Iterable[Clock], now: datetime
) -> dict[str, Any]:
    """Return a ticket for staff."""
    return dict(tickets.StaffTicketOutput(_staff_ticket(ticket, clocks=clocks, now=now)).data)


def staff_ticket_detail(
    ticket: Ticket, *, clocks: Iterable[Clock], merged: Collection[UUID], now: datetime
) -> dict[str, Any]:
    """Return a ticket for staff, with what was merged into it."""
    values = _staff_ticket(ticket, clocks=clocks, now=now) | {"merged": merged}
    return dict(tickets.StaffTicketDetailOutput(values).data)


def message_content(message: Message, *, for_staff: bool) -> dict[str, Any]:
    """Return a message; a customer is not told which member of staff wrote it."""
    is_hidden = message.is_staff and not for_staff
    values = {
        "id": message.id,
        "ticket": message.ticket_id,
        "side": "staff" if message.is_staff else "customer",
        "author": None if is_hidden else message.author_id,
        "body": message.body,
        "created_at": message.created_at,
        "attachments": [_attachment(one) for one in message.attachments.all()],
    }
    return dict(tickets.MessageOutput(values).data)


def note_content(note: Note) -> dict[str, Any]:
    """Return a note."""
    values = {
        "id": note.id,
        "ticket": note.ticket_id,
        "author": note.author_id,
        "body": note.body,
        "created_at": note.created_at,
    }
    return dict(tickets.NoteOutput(values).data)


def event_content(event: TicketEvent) -> dict[str, Any]:
    """Return what happened."""
    values = {
        "sequence": event.sequence,
        "kind": event.kind,
        "actor": event.actor_id,
        "details": event.details,
        "happened_at": event.happened_at,
    }
    return dict(tickets.EventOutput(values).data)


def attachment_content(attachment: Attachment) -> dict[str, Any]:
    """Return a file without its content."""
    return dict(tickets.AttachmentOutput(_attachment(attachment)).data)


def draft_content(draft: Draft) -> dict[str, Any]:
    """Return a draft."""
    values = {
        "author": draft.author_id,
        "kind": draft.kind,
        "body": draft.body,
        "updated_at": draft.updated_at,
    }
    return dict(tickets.DraftOutput(values).data)


def present_content(present: Present) -> dict[str, Any]:
    """Return somebody who is there."""
    values = {
        "person": present.person_id,
        "typing": present.is_typing,
        "seen_at": present.seen_at,
    }
    return dict(tickets.PresentOutput(values).data)


def linked_content(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    """Return a linked ticket."""
    values = {
        "id": ticket.id,
        "reference": ticket.reference,
        "subject": ticket.subject,
        "status": queries.status_of(ticket, now=now),
        "person": ticket.person_id,
    }
    return dict(tickets.LinkedOutput(values).data)


def measure_content(measure: Measure) -> dict[str, Any]:
    """Return a measure."""
    values = {
        "id": measure.id,
        "kind": measure.kind,
        "amount": format_amount(measure.amount_minor, currency=measure.currency),
        "currency": measure.currency,
        "account": measure.account_id,
        "approval": measure.approval_id,
        "outcome": measure.outcome_id,
        "asked_by": measure.asked_by,
        "asked_at": measure.asked_at,
    }
    return dict(tickets.MeasureOutput(values).data)


def queue_content(queue: Queue, *, work: tuple[int, int]) -> dict[str, Any]:
    """Return a queue with how many tickets wait in it, and how many have nobody."""
    values = {
        "id": queue.id,
        "code": queue.code,
        "name": queue.name,
        "kinds": queue.kinds,
        "default": queue.is_default,
        "round_robin": queue.is_round_robin,
        "active": queue.is_active,
        "waiting": work[0],
        "unassigned": work[1],
    }
    return dict(desk.QueueOutput(values).data)


def agent_content(agent: Agent, *, load: int, now: datetime) -> dict[str, Any]:
    """Return an agent with how many tickets they work on."""
    values = {
        "id": agent.person_id,
        "queues": [queue.id for queue in agent.queues.all()],
        "capacity": agent.capacity,
        "load": load,
        "away": queries.is_away(agent, now=now),
        "away_from": agent.away_from,
        "away_until": agent.away_until,
        "stand_in": agent.stand_in_id,
    }
    return dict(desk.AgentOutput(values).data)


def canned_reply_content(reply: CannedReply) -> dict[str, Any]:
    """Return a prepared answer."""
    values = {
        "id": reply.id,
        "shortcut": reply.shortcut,
        "title": reply.title,
        "body": reply.body,
        "keywords": reply.keywords,
        "queue": reply.queue_id,
        "active": reply.is_active,
        "version": reply.version,
    }
    return dict(desk.CannedReplyOutput(values).data)


def macro_content(macro: Macro) -> dict[str, Any]:
    """Return a macro."""
    values = {
        "id": macro.id,
        "name": macro.name,
        "canned_reply": macro.canned_reply_id,
        "note": macro.note,
        "status": macro.status,
        "priority": macro.priority,
        "queue": macro.queue_id,
        "take": macro.is_taking,
        "active": macro.is_active,
        "version": macro.version,
    }
    return dict(desk.MacroOutput(values).data)


def level_content(level: ServiceLevel) -> dict[str, Any]:
    """Return a service level."""
    return dict(desk.LevelOutput(level).data)


def _announcement(announcement: Announcement) -> dict[str, Any]:
    return {
        "id": announcement.id,
        "kind": announcement.kind,
        "severity": announcement.severity,
        "title": announcement.title,
        "body": announcement.body,
        "dismissible": announcement.is_dismissible,
        "starts_at": announcement.starts_at,
        "ends_at": announcement.ends_at,
        "created_at": announcement.created_at,
    }


def _ticket(ticket: Ticket, *, now: datetime) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "reference": ticket.reference,
        "kind": ticket.kind,
        "subject": ticket.subject,
        "status": queries.status_of(ticket, now=now),
        "account": ticket.account_id,
        "transaction": ticket.transaction_id,
        "merged_into": ticket.merged_into_id,
        "rating": ticket.rating,
        "created_at": ticket.created_at,
        "updated_at": ticket.updated_at,
        "solved_at": ticket.solved_at,
        "version": ticket.version,
    }


def _staff_ticket(ticket: Ticket, *, clocks: Iterable[Clock], now: datetime) -> dict[str, Any]:
    return _ticket(ticket, now=now) | {
        "person": ticket.person_id,
        "priority": Ticket.Priority(ticket.priority).name.lower(),
        "queue": ticket.queue_id,
        "queue_code": ticket.queue.code,
        "assignee": ticket.assignee_id,
        "due_at": ticket.due_at,
        "rating_comment": ticket.rating_comment,
        "clocks": [_clock(clock) for clock in clocks],
    }


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "state": clock.state,
        "started_at": clock.started_at,
        "stopped_at": clock.stopped_at,
        "target_seconds": int(clock.target.total_seconds()),
        "used_seconds": int(clock.used.total_seconds()),
        "due_at": clock.due_at,
        "breached": clock.is_breached,
    }


def _attachment(attachment: Attachment) -> dict[str, Any]:
    return {
        "id": attachment.id,
        "name": attachment.name,
        "media_type": attachment.media_type,
        "size_bytes": attachment.size_bytes,
        "sha256": bytes(attachment.sha256).hex(),
        "uploaded_at": attachment.uploaded_at,
    }
