"""What surrounds a ticket, over HTTP: who has it open, what is linked, and disputed money."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.pages import one_page
from kernel.http.schema import problems
from services.support import commands, presence, queries
from services.support.api.renderings import linked_content, measure_content, present_content
from services.support.api.serializers.tickets import (
    LinkedPageOutput,
    LinkInput,
    MeasureInput,
    MeasurePageOutput,
    PresenceInput,
    PresencePageOutput,
)
from services.support.api.views.whose import ANSWER, READ, find_as_staff


class PresenceView(APIView):
    """Who else has a ticket open."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "PUT": READ, "DELETE": READ}

    @extend_schema(
        operation_id="list_present",
        responses={200: PresencePageOutput, **problems(403, 404)},
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return which members of staff have the ticket open."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        found = presence.list_present(ticket_id=ticket.id, now=timezone.now())
        return one_page(present_content(one) for one in found)

    @extend_schema(
        operation_id="show_presence",
        request=PresenceInput,
        responses={200: PresencePageOutput, **problems(400, 403, 404)},
    )
    def put(self, request: Any, ticket_id: UUID) -> Response:
        """Say that you have the ticket open, every 15 seconds; return who has."""
        asked = read_input(PresenceInput, request.data)
        ticket = find_as_staff(request, ticket_id=ticket_id)
        found = presence.show_up(
            ticket_id=ticket.id,
            person_id=request.user.id,
            is_typing=asked.get("typing", False),
            now=timezone.now(),
        )
        return one_page(present_content(one) for one in found)

    @extend_schema(operation_id="end_presence", responses={204: None, **problems(403, 404)})
    def delete(self, request: Any, ticket_id: UUID) -> Response:
        """Say that you have closed it."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        presence.leave(ticket_id=ticket.id, person_id=request.user.id)
        return Response(status=204)


class LinksView(APIView):
    """Tickets that have to do with each other."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": ANSWER}

    @extend_schema(
        operation_id="list_linked_tickets",
        responses={200: LinkedPageOutput, **problems(403, 404)},
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return the linked tickets, the oldest first."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        now = timezone.now()
        return one_page(linked_content(one, now=now) for one in queries.list_linked(ticket=ticket))

    @extend_schema(
        operation_id="link_tickets",
        request=LinkInput,
        responses={201: LinkedPageOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Link another ticket to this one; return all that are linked."""
        asked = read_input(LinkInput, request.data)
        now = timezone.now()
        ticket = commands.link_tickets(
            ticket_id=ticket_id, other=asked["ticket"], actor_id=request.user.id, now=now
        )
        answer = one_page(
            linked_content(one, now=now) for one in queries.list_linked(ticket=ticket)
        )
        answer.status_code = 201
        return answer


class LinkView(APIView):
    """One link."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": ANSWER}

    @extend_schema(
        operation_id="unlink_tickets", responses={204: None, **problems(400, 403, 404, 409)}
    )
    def delete(self, request: Any, ticket_id: UUID, other_id: UUID) -> Response:
        """Undo a link."""
        commands.unlink_tickets(
            ticket_id=ticket_id, other=other_id, actor_id=request.user.id, now=timezone.now()
        )
        return Response(status=204)


class MeasuresView(APIView):
    """Disputed money."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": "tickets.ask_measure"}

    @extend_schema(
        operation_id="list_measures", responses={200: MeasurePageOutput, **problems(403, 404)}
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return what was asked for to settle a dispute, the first one first."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        return one_page(measure_content(one) for one in queries.list_measures(ticket=ticket))

    @extend_schema(
        operation_id="ask_measure",
        request=MeasureInput,
        responses={202: WaitingOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Ask a second person for a hold or a provisional credit of what is disputed."""
        asked = read_input(MeasureInput, request.data)
        waiting = commands.ask_for_measure(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_waiting(waiting)
