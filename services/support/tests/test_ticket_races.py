"""Two at once: real connections, real locks."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from services.support import commands
from services.support.commands import TicketChanged
from services.support.models import Agent, AgentQueue, Message, Queue, ServiceLevel, Ticket
from services.support.tests.test_desk import TARGETS

pytestmark = [
    pytest.mark.threads,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "mysql", reason="SQLite lets one writer in at a time"),
]


@pytest.fixture
def queue():
    """The desk as the migration leaves it; tests that commit empty every table."""
    if not ServiceLevel.objects.exists():
        ServiceLevel.objects.create(
            time_zone="UTC",
            hours={"monday": [["09:00", "17:00"]]},
            targets=TARGETS,
            published_at=timezone.now(),
        )
    general, _ = Queue.objects.get_or_create(
        code="general", defaults={"name": "General", "is_default": True}
    )
    return general


def at_once(*works):
    """Run each in a thread of its own, all from one start; return what each returned or raised."""
    start = threading.Barrier(len(works))

    def run(work):
        start.wait()
        try:
            return work()
        except Exception as failure:  # noqa: BLE001  (the test looks which)
            return failure
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def raise_ticket():
    return commands.raise_ticket(
        person_id=uuid.uuid4(), kind="inquiry", subject="x", body="x", now=timezone.now()
    )


def test_of_two_answers_to_the_same_version_one_is_sent(queue):
    ticket = raise_ticket()

    def answer():
        return commands.answer_ticket(
            ticket_id=ticket.id,
            actor_id=uuid.uuid4(),
            body="Mine",
            version=ticket.version,
            now=timezone.now(),
        )

    outcomes = at_once(answer, answer, answer)
    assert sorted(type(outcome) is TicketChanged for outcome in outcomes) == [False, True, True]
    assert Message.objects.filter(ticket=ticket, is_staff=True).count() == 1


def test_two_who_take_the_next_take_two(queue):
    wanted = {raise_ticket().id, raise_ticket().id}

    def take():
        return commands.take_next(queue_id=queue.id, actor_id=uuid.uuid4(), now=timezone.now())

    assert {ticket.id for ticket in at_once(take, take)} == wanted


def test_two_tickets_at_once_go_to_two_agents(queue):
    Queue.objects.filter(id=queue.id).update(is_round_robin=True)
    for _ in range(2):
        agent = Agent.objects.create(person_id=uuid.uuid4())
        AgentQueue.objects.create(agent=agent, queue=queue)
    raised = at_once(raise_ticket, raise_ticket)
    given = set(Ticket.objects.filter(id__in=[one.id for one in raised]).values_list("assignee_id"))
    assert len(given) == 2
    assert None not in given
