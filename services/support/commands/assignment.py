"""Who works on a ticket: take it, give it, let go of it, or be given it in turn."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F

from kernel.errors import NotFound, Refused
from services.support import queries
from services.support.commands.ticket_log import (
    lock_for_staff,
    set_status,
    settle,
    write_down,
)
from services.support.models import Agent, Ticket

# So many tickets of a queue are looked at to find one that nobody else is taking.
_LOOKED_AT: Final = 20
_FREE: Final = (Ticket.Status.NEW, Ticket.Status.OPEN)


class AgentAway(Refused):
    """The agent is absent and nobody stands in."""


class QueueEmpty(NotFound):
    """Nobody waits in this queue."""


@transaction.atomic(durable=True)
def take_ticket(*, ticket_id: UUID, actor_id: UUID, version: int, now: datetime) -> Ticket:
    """Work on a ticket oneself, whoever has it.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    hold_ticket(ticket, actor_id=actor_id, now=now)
    settle(ticket, now=now)
    return ticket


@transaction.atomic(durable=True)
def give_ticket(
    *, ticket_id: UUID, actor_id: UUID, assignee: UUID, version: int, now: datetime
) -> Ticket:
    """Give a ticket to an agent, or while they are away to who stands in for them.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.
        AgentNotFound: there is no such agent.
        AgentAway: they are absent, and so is who stands in, or nobody does.
        OwnTicket: it is the agent's own.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    agent = _present(queries.get_agent(person_id=assignee), ticket=ticket, now=now)
    _assign(ticket, agent.person_id, actor_id=actor_id, now=now)
    settle(ticket, now=now)
    return ticket


@transaction.atomic(durable=True)
def release_ticket(*, ticket_id: UUID, actor_id: UUID, version: int, now: datetime) -> Ticket:
    """Put a ticket back into its queue, for anybody to take.

    Raises:
        TicketNotFound, OwnTicket, TicketMerged, TicketChanged: see `lock_for_staff`.

    """
    ticket = lock_for_staff(ticket_id=ticket_id, actor_id=actor_id, version=version)
    if ticket.assignee_id is not None:
        _assign(ticket, None, actor_id=actor_id, now=now)
        settle(ticket, now=now)
    return ticket


@transaction.atomic(durable=True)
def take_next(*, queue_id: UUID, actor_id: UUID, now: datetime) -> Ticket:
    """Take the ticket of a queue that is due first, then the most urgent, then the oldest.

    Raises:
        QueueNotFound: there is none.
        QueueEmpty: nobody waits there.

    """
    queue = queries.get_queue(queue_id=queue_id)
    waiting = Ticket.objects.filter(queue=queue, status__in=_FREE, assignee_id=None)
    order = (F("due_at").asc(nulls_last=True), "-priority", "id")
    # One's own are served by a colleague.
    found = waiting.exclude(person_id=actor_id).order_by(*order)
    for ticket_id in found.values_list("id", flat=True)[:_LOOKED_AT]:
        free = _lock_if_free(ticket_id)
        if free is not None:
            hold_ticket(free, actor_id=actor_id, now=now)
            settle(free, now=now)
            return free
    raise QueueEmpty


def hold_ticket(ticket: Ticket, *, actor_id: UUID, now: datetime) -> None:
    """Let who acts work on a locked ticket; nothing happens when they do already."""
    Agent.objects.get_or_create(person_id=actor_id)
    if ticket.assignee_id != actor_id:
        _assign(ticket, actor_id, actor_id=actor_id, now=now)


def give_in_turn(ticket: Ticket, *, now: datetime) -> None:
    """Give a new ticket to the agent of its queue whose turn it is, if anybody has time.

    The agents of the queue are locked, so that two tickets at once go to two agents.
    """
    agents = Agent.objects.select_for_update().filter(agentqueue__queue=ticket.queue)
    order = (F("last_given_at").asc(nulls_first=True), "person_id")
    team = [
        agent
        for agent in agents.order_by(*order)
        if not queries.is_away(agent, now=now) and agent.person_id != ticket.person_id
    ]
    loads = queries.count_load(person_ids=[agent.person_id for agent in team])
    for agent in team:
        if loads[agent.person_id] < agent.capacity:
            agent.last_given_at = now
            agent.save(update_fields=["last_given_at"])
            _assign(ticket, agent.person_id, actor_id=None, now=now)
            return


def _assign(
    ticket: Ticket, assignee_id: UUID | None, *, actor_id: UUID | None, now: datetime
) -> None:
    before = ticket.assignee_id
    ticket.assignee_id = assignee_id
    details = {
        "from": None if before is None else str(before),
        "to": None if assignee_id is None else str(assignee_id),
    }
    # Somebody looks at it now; being given one in turn says nothing yet.
    if ticket.status == Ticket.Status.NEW and actor_id is not None and assignee_id is not None:
        set_status(ticket, Ticket.Status.OPEN, now=now)
        details["status"] = Ticket.Status.OPEN.value
    write_down(ticket, "assigned", actor_id=actor_id, now=now, details=details)


def _present(agent: Agent, *, ticket: Ticket, now: datetime) -> Agent:
    if queries.is_away(agent, now=now):
        stand_in = Agent.objects.filter(person_id=agent.stand_in_id).first()
        if stand_in is None or queries.is_away(stand_in, now=now):
            raise AgentAway(field="assignee")
        agent = stand_in
    if agent.person_id == ticket.person_id:
        raise AgentAway("The ticket is this agent's own.", field="assignee")
    return agent


def _lock_if_free(ticket_id: UUID) -> Ticket | None:
    skip = connection.features.has_select_for_update_skip_locked
    rows = Ticket.objects.select_for_update(skip_locked=skip)
    return rows.filter(id=ticket_id, status__in=_FREE, assignee_id=None).first()
