"""The desk: queues, agents, prepared answers, service levels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, Value
from django.db.models.functions import Concat, Lower

from kernel.errors import NotFound
from services.support.models import Agent, CannedReply, Macro, Queue, ServiceLevel, Ticket
from services.support.queries.paging import Page, by_id

_WORK: Final = (Ticket.Status.NEW, Ticket.Status.OPEN)
_SPACE: Final = Value(" ")


class QueueNotFound(NotFound):
    """There is no such queue."""


class AgentNotFound(NotFound):
    """There is no such agent."""


class CannedReplyNotFound(NotFound):
    """There is no such canned reply."""


class MacroNotFound(NotFound):
    """There is no such macro."""


def list_queues() -> list[Queue]:
    """Return the queues by name, those that are closed too."""
    return list(Queue.objects.order_by("name", "id"))


def get_queue(*, queue_id: UUID) -> Queue:
    """Return a queue.

    Raises:
        QueueNotFound: there is none.

    """
    queue = Queue.objects.filter(id=queue_id).first()
    if queue is None:
        raise QueueNotFound(field="queue")
    return queue


def queue_for(*, kind: str) -> Queue:
    """Return the queue in which tickets of a kind begin."""
    active = list(Queue.objects.filter(is_active=True).order_by("id"))
    wanted = [queue for queue in active if kind in queue.kinds]
    default = [queue for queue in active if queue.is_default]
    return (wanted or default or active)[0]


def count_work(*, queue_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return for each queue how many tickets are the bank's turn, and how many have nobody."""
    rows = (
        Ticket.objects.filter(queue_id__in=queue_ids, status__in=_WORK)
        .order_by()
        .values("queue_id")
        .annotate(total=Count("pk"), free=Count("pk", filter=Q(assignee_id=None)))
        .values_list("queue_id", "total", "free")
    )
    counted = {queue_id: (total, free) for queue_id, total, free in rows}
    return {queue_id: counted.get(queue_id, (0, 0)) for queue_id in queue_ids}


def list_agents(*, cursor: Sequence[Any] | None, limit: int) -> Page[Agent]:
    """Return a page of agents.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    return by_id(Agent.objects.prefetch_related("queues"), cursor=cursor, limit=limit)


def get_agent(*, person_id: UUID) -> Agent:
    """Return an agent.

    Raises:
        AgentNotFound: there is none.

    """
    agent = Agent.objects.prefetch_related("queues").filter(person_id=person_id).first()
    if agent is None:
        raise AgentNotFound(field="assignee")
    return agent


def is_away(agent: Agent, *, now: datetime) -> bool:
    """Return whether an agent is absent."""
    if agent.away_from is None or agent.away_until is None:
        return False
    return bool(agent.away_from <= now < agent.away_until)


def count_load(*, person_ids: Collection[UUID]) -> dict[UUID, int]:
    """Return how many tickets each person works on."""
    rows = (
        Ticket.objects.filter(assignee_id__in=person_ids, status__in=_WORK)
        .order_by()
        .values_list("assignee_id")
        .annotate(Count("pk"))
    )
    counted = dict(rows)
    return {person_id: counted.get(person_id, 0) for person_id in person_ids}


def list_canned_replies(
    *, text: str, queue_id: UUID | None, cursor: Sequence[Any] | None, limit: int
) -> Page[CannedReply]:
    """Return a page of the prepared answers that hold a text, for one queue and those for all.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    rows = CannedReply.objects.filter(is_active=True).select_related("queue")
    if queue_id is not None:
        rows = rows.filter(Q(queue=None) | Q(queue_id=queue_id))
    if text:
        # MySQL compares by the collation of the column, which knows no case here.
        words = Lower(Concat("shortcut", _SPACE, "title", _SPACE, "keywords"))
        rows = rows.annotate(words=words).filter(words__contains=text.lower())
    return by_id(rows, cursor=cursor, limit=limit)


def get_canned_reply(*, reply_id: UUID) -> CannedReply:
    """Return a prepared answer that is in use.

    Raises:
        CannedReplyNotFound: there is none.

    """
    reply = CannedReply.objects.filter(id=reply_id, is_active=True).first()
    if reply is None:
        raise CannedReplyNotFound(field="canned_reply")
    return reply


def list_macros(*, cursor: Sequence[Any] | None, limit: int) -> Page[Macro]:
    """Return a page of the macros that are in use.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    return by_id(Macro.objects.filter(is_active=True), cursor=cursor, limit=limit)


def get_macro(*, macro_id: UUID) -> Macro:
    """Return a macro that is in use.

    Raises:
        MacroNotFound: there is none.

    """
    macro = Macro.objects.select_related("canned_reply", "queue").filter(
        id=macro_id, is_active=True
    )
    found = macro.first()
    if found is None:
        raise MacroNotFound(field="macro")
    return found


def current_level() -> ServiceLevel:
    """Return the service level that new tickets begin with."""
    newest = ServiceLevel.objects.order_by("-published_at", "-id").first()
    assert newest is not None, "a migration writes the first one"
    return newest


def list_levels(*, cursor: Sequence[Any] | None, limit: int) -> Page[ServiceLevel]:
    """Return a page of service levels, the newest first.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    return by_id(ServiceLevel.objects.all(), cursor=cursor, limit=limit, newest_first=True)
