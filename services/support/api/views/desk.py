"""Running the desk over HTTP: queues, agents, service levels."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, one_page, page_position
from kernel.http.schema import problems
from services.support import commands, queries
from services.support.api.renderings import agent_content, level_content, queue_content
from services.support.api.serializers.desk import (
    AbsenceInput,
    AgentInput,
    AgentOutput,
    AgentPageOutput,
    LevelInput,
    LevelOutput,
    LevelPageOutput,
    QueueChange,
    QueueInput,
    QueueOutput,
    QueuePageOutput,
)
from services.support.api.serializers.fields import EmptyInput, PageQuery
from services.support.api.serializers.tickets import StaffTicketOutput
from services.support.api.views.tickets import answer_staff
from services.support.api.views.whose import ANSWER, MANAGE, READ
from services.support.models import Agent, Queue

_RENAMED: Final = {
    "default": "is_default",
    "round_robin": "is_round_robin",
    "active": "is_active",
}
_LEVEL: Final = OpenApiExample(
    "Two periods a day",
    value={
        "time_zone": "Europe/Berlin",
        "hours": {"monday": [["09:00", "12:30"], ["13:30", "18:00"]]},
        "holidays": [{"date": "2026-12-25", "name": "Christmas"}],
        "targets": {
            priority: {"first_response": first, "next_response": 2 * first, "solution": 8 * first}
            for priority, first in (("low", 480), ("normal", 240), ("high", 60), ("urgent", 30))
        },
    },
)


class QueuesView(APIView):
    """Queues."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(operation_id="list_queues", responses={200: QueuePageOutput, **problems(403)})
    def get(self, _request: Any) -> Response:
        """Return all queues by name, with how much waits in each."""
        found = queries.list_queues()
        work = queries.count_work(queue_ids=[queue.id for queue in found])
        return one_page(queue_content(queue, work=work[queue.id]) for queue in found)

    @extend_schema(
        operation_id="create_queue",
        request=QueueInput,
        responses={201: QueueOutput, **problems(400, 403, 409)},
    )
    def post(self, request: Any) -> Response:
        """Open a queue."""
        asked = read_input(QueueInput, request.data)
        queue = commands.create_queue(
            actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return _answer_queue(queue, status=201)


class QueueView(APIView):
    """One queue."""

    permissions: ClassVar[dict[str, str]] = {"PATCH": MANAGE}

    @extend_schema(
        operation_id="change_queue",
        request=QueueChange,
        responses={200: QueueOutput, **problems(400, 403, 404, 422)},
    )
    def patch(self, request: Any, queue_id: UUID) -> Response:
        """Change a queue, or close it; what is in it stays there."""
        asked = read_input(QueueChange, request.data)
        queue = commands.change_queue(
            queue_id=queue_id, actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return _answer_queue(queue, status=200)


class NextView(APIView):
    """The next ticket of a queue."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="take_next_ticket",
        request=EmptyInput,
        responses={200: StaffTicketOutput, **problems(400, 403, 404)},
    )
    def post(self, request: Any, queue_id: UUID) -> Response:
        """Take the ticket that is due first, then the most urgent, then the oldest."""
        read_input(EmptyInput, request.data)
        ticket = commands.take_next(queue_id=queue_id, actor_id=request.user.id, now=timezone.now())
        return answer_staff(ticket)


class AgentsView(APIView):
    """Who answers tickets."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="list_agents",
        parameters=[PageQuery],
        responses={200: AgentPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the agents, how much each works on, and who is away."""
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_agents(**page_position(asked))
        load = queries.count_load(person_ids=[agent.person_id for agent in found])
        now = timezone.now()
        content = [agent_content(one, load=load[one.person_id], now=now) for one in found]
        return one_of_many(request, content, following)


class AgentView(APIView):
    """One agent."""

    permissions: ClassVar[dict[str, str]] = {"PUT": MANAGE}

    @extend_schema(
        operation_id="set_agent",
        request=AgentInput,
        responses={200: AgentOutput, **problems(400, 403, 404)},
    )
    def put(self, request: Any, person_id: UUID) -> Response:
        """Say which queues somebody works on."""
        asked = read_input(AgentInput, request.data)
        agent = commands.set_agent(
            person_id=person_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return _answer_agent(agent)


class AbsenceView(APIView):
    """When an agent is away: one's own, or for a supervisor anybody's."""

    permissions: ClassVar[dict[str, str]] = {"PUT": ANSWER, "DELETE": ANSWER}

    @extend_schema(
        operation_id="set_absence",
        request=AbsenceInput,
        responses={200: AgentOutput, **problems(400, 403, 404)},
    )
    def put(self, request: Any, person_id: UUID) -> Response:
        """Say from when until when, and who stands in."""
        asked = read_input(AbsenceInput, request.data)
        _refuse_other(request, person_id)
        agent = commands.set_absence(
            person_id=person_id,
            away_from=asked["away_from"],
            away_until=asked["until"],
            stand_in=asked.get("stand_in"),
        )
        return _answer_agent(agent)

    @extend_schema(operation_id="end_absence", responses={200: AgentOutput, **problems(403, 404)})
    def delete(self, request: Any, person_id: UUID) -> Response:
        """Say that the agent is back."""
        _refuse_other(request, person_id)
        return _answer_agent(
            commands.set_absence(person_id=person_id, away_from=None, away_until=None)
        )


class LevelsView(APIView):
    """What the bank promises."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(
        operation_id="list_service_levels",
        parameters=[PageQuery],
        responses={200: LevelPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the service levels, the one in force first."""
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_levels(**page_position(asked))
        return one_of_many(request, [level_content(level) for level in found], following)

    @extend_schema(
        operation_id="publish_service_level",
        request=LevelInput,
        responses={201: LevelOutput, **problems(400, 403)},
        examples=[_LEVEL],
    )
    def post(self, request: Any) -> Response:
        """Promise anew, for tickets from now on; those that are there keep theirs."""
        asked = {"holidays": []} | read_input(LevelInput, request.data)
        level = commands.publish_level(actor_id=request.user.id, now=timezone.now(), **asked)
        return Response(level_content(level), status=201)


def _columns(asked: dict[str, Any]) -> dict[str, Any]:
    return {_RENAMED.get(name, name): value for name, value in asked.items()}


def _answer_queue(queue: Queue, *, status: int) -> Response:
    work = queries.count_work(queue_ids=[queue.id])
    return Response(queue_content(queue, work=work[queue.id]), status=status)


def _answer_agent(agent: Agent) -> Response:
    load = queries.count_load(person_ids=[agent.person_id])
    return Response(agent_content(agent, load=load[agent.person_id], now=timezone.now()))


def _refuse_other(request: Any, person_id: UUID) -> None:
    if person_id != request.user.id and not request.user.may(MANAGE):
        raise PermissionDenied
