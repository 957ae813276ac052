"""Running the desk: queues, agents and what the bank promises."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import IntegrityError, transaction

from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Invalid, Refused
from services.support import queries
from services.support.clocks import NAMES
from services.support.models import Agent, AgentQueue, Queue, ServiceLevel, Ticket
from services.support.queries import QueueNotFound

_QUEUE_FIELDS: Final = ("code", "name", "kinds", "is_default", "is_round_robin", "is_active")


class QueueCodeTaken(Conflict):
    """Another queue has this code."""


class DefaultQueueNeeded(Refused):
    """One open queue takes what no other one wants."""


class AbsenceReversed(Invalid):
    """An absence ends after it begins."""


class OwnStandIn(Invalid):
    """Nobody stands in for themselves."""


class TimeZoneUnknown(Invalid):
    """There is no such time zone."""


class HoursEmpty(Invalid):
    """Nobody would ever work."""


class TargetsIncomplete(Invalid):
    """Each priority has a target for each clock."""


@transaction.atomic(durable=True)
def create_queue(*, actor_id: UUID, now: datetime, **values: Any) -> Queue:
    """Open a queue: `code`, `name`, `kinds`, `is_default`, `is_round_robin`.

    Raises:
        QueueCodeTaken: another one has the code.

    """
    queue = Queue(**values)
    _keep(queue)
    _audit_queue(queue, before=None, actor_id=actor_id, now=now)
    return queue


@transaction.atomic(durable=True)
def change_queue(*, queue_id: UUID, actor_id: UUID, now: datetime, **values: Any) -> Queue:
    """Change a queue, or close it: what is in it stays there.

    Raises:
        QueueNotFound: there is none.
        DefaultQueueNeeded: it is the default one, and stays open and the default one.

    """
    queue = Queue.objects.select_for_update().filter(id=queue_id).first()
    if queue is None:
        raise QueueNotFound
    before = _queue_content(queue)
    for name, value in values.items():
        setattr(queue, name, value)
    if before["is_default"] and not (queue.is_default and queue.is_active):
        raise DefaultQueueNeeded
    _keep(queue)
    _audit_queue(queue, before=before, actor_id=actor_id, now=now)
    return queue


@transaction.atomic(durable=True)
def set_agent(
    *,
    person_id: UUID,
    actor_id: UUID,
    queues: Collection[UUID],
    now: datetime,
    capacity: int | None = None,
) -> Agent:
    """Say which queues somebody works on, and how many tickets they are given in turn at most.

    Raises:
        QueueNotFound: one of them does not exist.

    """
    agent, _ = Agent.objects.select_for_update().get_or_create(person_id=person_id)
    wanted = [queries.get_queue(queue_id=queue_id) for queue_id in dict.fromkeys(queues)]
    before = _agent_content(agent)
    agent.capacity = agent.capacity if capacity is None else capacity
    agent.save()
    AgentQueue.objects.filter(agent=agent).exclude(queue__in=wanted).delete()
    for queue in wanted:
        AgentQueue.objects.get_or_create(agent=agent, queue=queue)
    record_edit(
        service="support",
        subject_type="agent",
        subject_id=person_id,
        action="agent.set",
        actor_id=actor_id,
        before=before,
        after=_agent_content(agent),
        now=now,
    )
    return queries.get_agent(person_id=person_id)


@transaction.atomic(durable=True)
def set_absence(
    *,
    person_id: UUID,
    away_from: datetime | None,
    away_until: datetime | None,
    stand_in: UUID | None = None,
) -> Agent:
    """Say from when until when an agent is away and who stands in; None ends an absence.

    While away, nobody is given a ticket in turn, and what is given goes to who stands in. Tickets
    that the agent has stay theirs, and so do their drafts.

    Raises:
        AgentNotFound: there is no such agent, or who stands in is none.
        OwnStandIn: they are the same.
        AbsenceReversed: it ends before it begins, or only one of the two is said.

    """
    queries.get_agent(person_id=person_id)
    if stand_in == person_id:
        raise OwnStandIn(field="stand_in")
    if stand_in is not None:
        queries.get_agent(person_id=stand_in)
    if (away_from is None) != (away_until is None):
        raise AbsenceReversed(field="until")
    if away_from is not None and away_until is not None and away_until <= away_from:
        raise AbsenceReversed(field="until")
    Agent.objects.filter(person_id=person_id).update(
        away_from=away_from, away_until=away_until, stand_in_id=stand_in
    )
    return queries.get_agent(person_id=person_id)


@transaction.atomic(durable=True)
def publish_level(
    *,
    actor_id: UUID,
    time_zone: str,
    hours: dict[str, Any],
    holidays: list[dict[str, str]],
    targets: dict[str, dict[str, int]],
    now: datetime,
) -> ServiceLevel:
    """Promise anew: business hours, holidays and targets in minutes, for tickets from now on.

    Raises:
        TimeZoneUnknown, HoursEmpty, TargetsIncomplete: it is no promise.

    """
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise TimeZoneUnknown(field="time_zone") from None
    if not any(hours.values()):
        raise HoursEmpty(field="hours")
    wanted = {priority.name.lower() for priority in Ticket.Priority}
    if set(targets) != wanted or any(set(one) != set(NAMES) for one in targets.values()):
        raise TargetsIncomplete(field="targets")
    level = ServiceLevel.objects.create(
        time_zone=time_zone,
        hours=hours,
        holidays=holidays,
        targets=targets,
        published_by=actor_id,
        published_at=now,
    )
    record_edit(
        service="support",
        subject_type="service_level",
        subject_id=level.id,
        action="service_level.published",
        actor_id=actor_id,
        before=None,
        after={"time_zone": time_zone, "hours": hours, "holidays": holidays, "targets": targets},
        now=now,
    )
    return level


def _keep(queue: Queue) -> None:
    try:
        with transaction.atomic():
            queue.save()
    except IntegrityError:
        raise QueueCodeTaken(field="code") from None
    if queue.is_default:
        Queue.objects.exclude(id=queue.id).filter(is_default=True).update(is_default=False)


def _queue_content(queue: Queue) -> dict[str, Any]:
    return {name: getattr(queue, name) for name in _QUEUE_FIELDS}


def _agent_content(agent: Agent) -> dict[str, Any]:
    codes = Queue.objects.filter(agentqueue__agent=agent).order_by("code")
    return {"capacity": agent.capacity, "queues": list(codes.values_list("code", flat=True))}


def _audit_queue(
    queue: Queue, *, before: dict[str, Any] | None, actor_id: UUID, now: datetime
) -> None:
    record_edit(
        service="support",
        subject_type="queue",
        subject_id=queue.id,
        action="queue.opened" if before is None else "queue.changed",
        actor_id=actor_id,
        before=before,
        after=_queue_content(queue),
        now=now,
    )
