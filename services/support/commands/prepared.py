"""Prepared answers: canned replies with variables, and macros."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Invalid
from services.support import queries
from services.support.commands.answer_ticket import answer_locked, note_locked
from services.support.commands.assignment import hold_ticket
from services.support.commands.change_ticket import change_locked
from services.support.commands.ticket_log import lock_for_staff, settle
from services.support.models import CannedReply, Macro, Ticket
from services.support.queries import CannedReplyNotFound, MacroNotFound
from services.support.variables import fill_in, unknown_variables

_REPLY_FIELDS: Final = ("shortcut", "title", "body", "keywords", "queue_id", "is_active")
_MACRO_FIELDS: Final = (
    "name",
    "canned_reply_id",
    "note",
    "status",
    "priority",
    "queue_id",
    "is_taking",
    "is_active",
)


class ShortcutTaken(Conflict):
    """Another canned reply has this shortcut."""


class MacroNameTaken(Conflict):
    """Another macro has this name."""


class PreparedChanged(Conflict):
    """Somebody else changed it meanwhile."""


class VariableUnknown(Invalid):
    """The text has a variable that stands for nothing."""


class MacroEmpty(Invalid):
    """The macro does nothing."""


@transaction.atomic(durable=True)
def create_canned_reply(
    *, actor_id: UUID, now: datetime, queue: UUID | None = None, **values: Any
) -> CannedReply:
    """Write a canned reply: `shortcut`, `title`, `body`, `keywords`; for one queue or all.

    Raises:
        VariableUnknown, QueueNotFound, ShortcutTaken: it cannot be written so.

    """
    reply = CannedReply(**values, queue_id=_queue_id(queue))
    _keep_reply(reply)
    _audit("canned_reply", reply, _REPLY_FIELDS, before=None, actor_id=actor_id, now=now)
    return reply


@transaction.atomic(durable=True)
def change_canned_reply(
    *, reply_id: UUID, actor_id: UUID, version: int, now: datetime, **values: Any
) -> CannedReply:
    """Change a canned reply, or take it out of use.

    Raises:
        CannedReplyNotFound: there is none.
        PreparedChanged: it is not as it was seen.
        VariableUnknown, QueueNotFound, ShortcutTaken: it cannot be written so.

    """
    reply = CannedReply.objects.select_for_update().filter(id=reply_id).first()
    if reply is None:
        raise CannedReplyNotFound
    _refuse_version(reply, version)
    before = _fields(reply, _REPLY_FIELDS)
    _set(reply, values)
    _keep_reply(reply)
    _audit("canned_reply", reply, _REPLY_FIELDS, before=before, actor_id=actor_id, now=now)
    return reply


@transaction.atomic(durable=True)
def create_macro(
    *,
    actor_id: UUID,
    now: datetime,
    queue: UUID | None = None,
    canned_reply: UUID | None = None,
    **values: Any,
) -> Macro:
    """Write a macro: `name`, `note`, `status`, `priority`, `is_taking`, and what it answers.

    Raises:
        MacroEmpty, VariableUnknown, QueueNotFound, CannedReplyNotFound, MacroNameTaken: it cannot
        be written so.

    """
    macro = Macro(
        **values, queue_id=_queue_id(queue), canned_reply_id=_canned_reply_id(canned_reply)
    )
    _keep_macro(macro)
    _audit("macro", macro, _MACRO_FIELDS, before=None, actor_id=actor_id, now=now)
    return macro


@transaction.atomic(durable=True)
def change_macro(
    *, macro_id: UUID, actor_id: UUID, version: int, now: datetime, **values: Any
) -> Macro:
    """Change a macro, or take it out of use.

    Raises:
        MacroNotFound: there is none.
        PreparedChanged: it is not as it was seen.
        MacroEmpty, VariableUnknown, QueueNotFound, CannedReplyNotFound, MacroNameTaken: it cannot
        be written so.

    """
    macro = Macro.objects.select_for_update().filter(id=macro_id).first()
    if macro is None:
        raise MacroNotFound
    _refuse_version(macro, version)
    before = _fields(macro, _MACRO_FIELDS)
    _set(macro, values)
    _keep_macro(macro)
    _audit("macro", macro, _MACRO_FIELDS, before=before, actor_id=actor_id, now=now)
    return macro


@transaction.atomic(durable=True)
def apply_macro(
    *, ticket_id: UUID, macro_id: UUID, actor_id: UUID, version: int, now: datetime
) -> Ticket:
    """Do all that a macro says, or nothing of it.

    Raises:
        MacroNotFound: there is none.
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.
        CannedReplyNotFound, QueueClosed: what it uses is out of use.

    """
    macro = queries.get_macro(macro_id=macro_id)
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    if macro.is_taking:
        hold_ticket(ticket, actor_id=actor_id, now=now)
    if macro.note:
        note_locked(ticket, actor_id=actor_id, body=fill_in(macro.note, ticket=ticket), now=now)
    change_locked(
        ticket,
        actor_id=actor_id,
        status="" if macro.canned_reply_id else macro.status,
        priority=macro.priority,
        queue=macro.queue,
        now=now,
    )
    if macro.canned_reply_id is not None:
        reply = queries.get_canned_reply(reply_id=macro.canned_reply_id)
        body = fill_in(reply.body, ticket=ticket)
        answer_locked(ticket, actor_id=actor_id, body=body, status=macro.status, now=now)
    settle(ticket, now=now)
    return ticket


def _keep_reply(reply: CannedReply) -> None:
    _refuse_variables(reply.body, field="body")
    try:
        with transaction.atomic():
            reply.save()
    except IntegrityError:
        raise ShortcutTaken(field="shortcut") from None


def _keep_macro(macro: Macro) -> None:
    _refuse_variables(macro.note, field="note")
    does = (macro.canned_reply_id, macro.note, macro.status, macro.priority, macro.queue_id)
    if not any(does) and not macro.is_taking:
        raise MacroEmpty
    try:
        with transaction.atomic():
            macro.save()
    except IntegrityError:
        raise MacroNameTaken(field="name") from None


def _set(row: CannedReply | Macro, values: dict[str, Any]) -> None:
    if "queue" in values:
        row.queue_id = _queue_id(values.pop("queue"))
    if "canned_reply" in values and isinstance(row, Macro):
        row.canned_reply_id = _canned_reply_id(values.pop("canned_reply"))
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1


def _queue_id(queue: UUID | None) -> UUID | None:
    return None if queue is None else queries.get_queue(queue_id=queue).id


def _canned_reply_id(reply: UUID | None) -> UUID | None:
    return None if reply is None else queries.get_canned_reply(reply_id=reply).id


def _refuse_version(row: CannedReply | Macro, version: int) -> None:
    if row.version != version:
        raise PreparedChanged(extra={"version": row.version})


def _refuse_variables(text: str, *, field: str) -> None:
    if unknown := unknown_variables(text):
        raise VariableUnknown(f"There is no {', '.join(unknown)}.", field=field)


def _fields(row: CannedReply | Macro, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _audit(
    subject: str,
    row: CannedReply | Macro,
    names: tuple[str, ...],
    *,
    before: dict[str, Any] | None,
    actor_id: UUID,
    now: datetime,
) -> None:
    record_edit(
        service="support",
        subject_type=subject,
        subject_id=row.id,
        action=f"{subject}.{'written' if before is None else 'changed'}",
        actor_id=actor_id,
        before=before,
        after=_fields(row, names),
        now=now,
    )
