"""Tickets over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, page_position
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.support import commands, queries
from services.support.api.renderings import (
    event_content,
    staff_ticket_content,
    staff_ticket_detail,
    ticket_content,
)
from services.support.api.serializers.fields import EmptyInput, PageQuery, VersionInput
from services.support.api.serializers.tickets import (
    AnyTicketPageOutput,
    EventPageOutput,
    GiveInput,
    MacroUse,
    MergeInput,
    RatingInput,
    StaffTicketDetailOutput,
    StaffTicketOutput,
    TicketChange,
    TicketInput,
    TicketOutput,
    TicketQuery,
)
from services.support.api.views.whose import ANSWER, READ, find_as_staff, find_ticket
from services.support.models import Ticket
from services.support.queries import TicketFilter

_STAFF_PROBLEMS: Final = problems(400, 403, 404, 409, 422)
_DISPUTE: Final = OpenApiExample(
    "A dispute",
    value={
        "kind": "dispute",
        "subject": "I did not pay this",
        "body": "I have never been to this shop.",
        "transaction": "01990000-0000-7000-8000-000000000000",
    },
    request_only=True,
)


class TicketsView(APIView):
    """Tickets."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(
        operation_id="list_tickets",
        parameters=[TicketQuery],
        responses={
            200: AnyTicketPageOutput,
            **problems(400),
        },
    )
    def get(self, request: Any) -> Response:
        """Return your tickets, the newest first; to staff those of all customers, with clocks."""
        asked = read_input(TicketQuery, request.GET.dict())
        now = timezone.now()
        is_staff = request.user.may(READ) and not asked.get("own", False)
        found, following = queries.list_tickets(
            narrowed=_filter(asked, person_id=None if is_staff else request.user.id),
            by_due=asked.get("order") == "due",
            now=now,
            **page_position(asked),
        )
        if not is_staff:
            return one_of_many(request, [ticket_content(one, now=now) for one in found], following)
        clocks = queries.clocks_of_all(found, now=now)
        content = [staff_ticket_content(one, clocks=clocks[one.id], now=now) for one in found]
        return one_of_many(request, content, following)

    @extend_schema(
        operation_id="raise_ticket",
        request=TicketInput,
        responses={201: TicketOutput, **problems(400, 404, 409, 422)},
        examples=[_DISPUTE],
    )
    def post(self, request: Any) -> Response:
        """Ask the bank for something. Files are added to the ticket afterwards."""
        asked = read_input(TicketInput, request.data)
        now = timezone.now()
        ticket = commands.raise_ticket(
            person_id=request.user.id,
            transaction_id=asked.pop("transaction", None),
            now=now,
            **asked,
        )
        return Response(ticket_content(ticket, now=now), status=201)


class TicketView(APIView):
    """One ticket."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": ANSWER}

    @extend_schema(
        operation_id="get_ticket",
        responses={
            200: PolymorphicProxySerializer(
                component_name="AnyTicketDetail",
                serializers=[TicketOutput, StaffTicketDetailOutput],
                resource_type_field_name=None,
            ),
            **problems(404),
        },
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return your ticket; to staff anybody's, with its clocks."""
        ticket, is_staff = find_ticket(request, ticket_id=ticket_id)
        now = timezone.now()
        if not is_staff:
            return Response(ticket_content(ticket, now=now))
        return Response(
            staff_ticket_detail(
                ticket,
                clocks=queries.clocks_of(ticket, now=now),
                merged=queries.list_merged(ticket=ticket),
                now=now,
            )
        )

    @extend_schema(
        operation_id="change_ticket",
        request=TicketChange,
        responses={200: StaffTicketOutput, **_STAFF_PROBLEMS},
    )
    def patch(self, request: Any, ticket_id: UUID) -> Response:
        """Set the status, the priority or the queue of a ticket."""
        asked = read_input(TicketChange, request.data)
        ticket = commands.change_ticket(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_staff(ticket)


class TakeView(APIView):
    """Working on a ticket oneself."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="take_ticket",
        request=VersionInput,
        responses={200: StaffTicketOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Take a ticket, whoever has it."""
        asked = read_input(VersionInput, request.data)
        ticket = commands.take_ticket(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_staff(ticket)


class GiveView(APIView):
    """Giving a ticket to a colleague."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="give_ticket",
        request=GiveInput,
        responses={200: StaffTicketOutput, **_STAFF_PROBLEMS},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Give a ticket to an agent, or to who stands in for them."""
        asked = read_input(GiveInput, request.data)
        ticket = commands.give_ticket(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_staff(ticket)


class ReleaseView(APIView):
    """Letting go of a ticket."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="release_ticket",
        request=VersionInput,
        responses={200: StaffTicketOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Put a ticket back into its queue."""
        asked = read_input(VersionInput, request.data)
        ticket = commands.release_ticket(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_staff(ticket)


class MergeView(APIView):
    """Making one ticket of two."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="merge_ticket",
        request=MergeInput,
        responses={200: StaffTicketOutput, **_STAFF_PROBLEMS},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Let a ticket go on in another one of the same customer, and return that."""
        asked = read_input(MergeInput, request.data)
        ticket = commands.merge_ticket(
            ticket_id=ticket_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_staff(ticket)


class MacroUseView(APIView):
    """One click on a ticket."""

    permissions: ClassVar[dict[str, str]] = {"POST": ANSWER}

    @extend_schema(
        operation_id="apply_macro",
        request=MacroUse,
        responses={200: StaffTicketOutput, **_STAFF_PROBLEMS},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Do all that a macro says, or nothing of it."""
        asked = read_input(MacroUse, request.data)
        ticket = commands.apply_macro(
            ticket_id=ticket_id,
            macro_id=asked["macro"],
            version=asked["version"],
            actor_id=request.user.id,
            now=timezone.now(),
        )
        return answer_staff(ticket)


class ReopenView(APIView):
    """Taking up a solved ticket again."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="reopen_ticket",
        request=EmptyInput,
        responses={200: TicketOutput, **problems(400, 404, 409, 422)},
    )
    def post(self, request: Any, ticket_id: UUID) -> Response:
        """Say that your ticket is not solved after all."""
        read_input(EmptyInput, request.data)
        now = timezone.now()
        ticket = commands.reopen_ticket(ticket_id=ticket_id, person_id=request.user.id, now=now)
        return Response(ticket_content(ticket, now=now))


class RatingView(APIView):
    """How well a ticket was served."""

    permissions: ClassVar[dict[str, str]] = {"PUT": OWN}

    @extend_schema(
        operation_id="rate_ticket",
        request=RatingInput,
        responses={200: TicketOutput, **problems(400, 404, 409, 422)},
    )
    def put(self, request: Any, ticket_id: UUID) -> Response:
        """Rate your solved ticket; the last word counts."""
        asked = read_input(RatingInput, request.data)
        now = timezone.now()
        ticket = commands.rate_ticket(
            ticket_id=ticket_id, person_id=request.user.id, now=now, **asked
        )
        return Response(ticket_content(ticket, now=now))


class EventsView(APIView):
    """What happened to a ticket."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="list_ticket_events",
        parameters=[PageQuery],
        responses={200: EventPageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, ticket_id: UUID) -> Response:
        """Return what happened, in order."""
        ticket = find_as_staff(request, ticket_id=ticket_id)
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_events(ticket=ticket, **page_position(asked))
        return one_of_many(request, [event_content(event) for event in found], following)


def answer_staff(ticket: Ticket) -> Response:
    """Return a ticket as staff see it."""
    now = timezone.now()
    clocks = queries.clocks_of(ticket, now=now)
    return Response(staff_ticket_content(ticket, clocks=clocks, now=now))


def _filter(asked: dict[str, Any], *, person_id: UUID | None) -> TicketFilter:
    priority = asked.get("priority")
    return TicketFilter(
        # What a customer asks about others is never looked up.
        person_id=person_id or asked.get("person"),
        status=asked.get("status", ""),
        kind=asked.get("kind", ""),
        priority=None if priority is None else Ticket.Priority[priority.upper()],
        queue_id=asked.get("queue"),
        assignee_id=asked.get("assignee"),
        is_unassigned=asked.get("unassigned"),
        is_overdue=asked.get("overdue"),
        account_id=asked.get("account"),
        transaction_id=asked.get("transaction"),
        reference=asked.get("reference", ""),
        due_before=asked.get("due_before"),
    )
