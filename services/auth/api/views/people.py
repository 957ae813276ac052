"""Who can sign in, for administrators and auditors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.cursors import read_cursor, read_limit, write_cursor
from kernel.http.approvals import WaitingOutput, answer_waiting
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.schema import problems
from services.auth import commands, queries
from services.auth.api.serializers.people import (
    PageQuery,
    PeopleQuery,
    PersonOutput,
    PersonPageOutput,
    PersonReasonInput,
    RolesInput,
)
from services.auth.signin.origin import origin_of

PAGE: Final = [
    OpenApiParameter(name="cursor", description="Where the page begins, from `next`."),
    OpenApiParameter(name="limit", type=int, description="1 to 200; 50 by default."),
]


def read_page(request: Any, kind: type[PageQuery | PeopleQuery]) -> dict[str, Any]:
    """Return a list's query: what to keep, `cursor` as a position and `limit` as a number."""
    asked = read_input(kind, {name: request.GET[name] for name in request.GET})
    cursor = asked.pop("cursor", "")
    limit = read_limit(asked.pop("limit", None))
    return {**asked, "cursor": read_cursor(cursor) if cursor else None, "limit": limit}


def answer_page(request: Any, results: list[Any], following: list[Any] | None) -> Response:
    """Return a page of a list."""
    cursor = None if following is None else write_cursor(following)
    return Response({"results": results, "next": link(request, cursor=cursor), "previous": None})


class PeopleView(APIView):
    """Everybody who can sign in."""

    permissions: ClassVar[dict[str, str]] = {"GET": "auth.list_people"}

    @extend_schema(
        operation_id="list_people",
        tags=["users"],
        parameters=[
            OpenApiParameter(name="email", description="Any part of an address."),
            OpenApiParameter(name="role"),
            OpenApiParameter(name="is_active", type=bool),
            *PAGE,
        ],
        responses={200: PersonPageOutput, **problems(403)},
    )
    def get(self, request: Any) -> Response:
        """Return people, the newest first."""
        asked = read_page(request, PeopleQuery)
        wanted = asked.pop("is_active", None)
        active = None if wanted is None else wanted == "true"
        found, following = queries.list_people(is_active=active, **asked)
        return answer_page(request, [PersonOutput(one).data for one in found], following)


class PersonView(APIView):
    """One person."""

    permissions: ClassVar[dict[str, str]] = {"GET": "auth.list_people"}

    @extend_schema(
        operation_id="get_person",
        tags=["users"],
        responses={200: PersonOutput, **problems(403, 404)},
    )
    def get(self, _request: Any, person_id: UUID) -> Response:
        """Return a person, active or not."""
        return Response(PersonOutput(queries.find_person(person_id=person_id)).data)


class RolesView(APIView):
    """What a person may do."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.set_roles"}

    @extend_schema(
        operation_id="set_roles",
        tags=["users"],
        request=RolesInput,
        responses={202: WaitingOutput, **problems(400, 403, 404, 409, 422)},
    )
    def post(self, request: Any, person_id: UUID) -> Response:
        """Ask for a person to have exactly these roles; a second administrator decides."""
        asked = read_input(RolesInput, request.data)
        waiting = commands.ask_for_roles(
            person_id=person_id, actor_id=request.user.id, now=timezone.now(), **asked
        )
        return answer_waiting(waiting)


class _PersonAction(APIView):
    """Base of what an administrator does to a person's sign-in, with a reason."""

    command: ClassVar[Callable[..., Any]]

    def post(self, request: Any, person_id: UUID) -> Response:
        """Do it and return the person."""
        asked = read_input(PersonReasonInput, request.data)
        type(self).command(
            person_id=person_id,
            actor_id=request.user.id,
            origin=origin_of(request),
            now=timezone.now(),
            **asked,
        )
        return Response(PersonOutput(queries.find_person(person_id=person_id)).data)


def _action(operation_id: str, *statuses: int) -> Any:
    return extend_schema(
        operation_id=operation_id,
        tags=["users"],
        request=PersonReasonInput,
        responses={200: PersonOutput, **problems(400, 403, 404, *statuses)},
    )


class DeactivationView(_PersonAction):
    """Keeping a person out."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.deactivate"}
    command = staticmethod(commands.deactivate_person)

    @_action("deactivate_person", 409, 422)
    def post(self, request: Any, person_id: UUID) -> Response:
        """End every session of a person and let them sign in no more."""
        return super().post(request, person_id)


class ReactivationView(_PersonAction):
    """Letting a person in again."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.reactivate"}
    command = staticmethod(commands.reactivate_person)

    @_action("reactivate_person", 409)
    def post(self, request: Any, person_id: UUID) -> Response:
        """Let a deactivated person sign in again."""
        return super().post(request, person_id)


class FactorResetView(_PersonAction):
    """Who lost their telephone."""

    permissions: ClassVar[dict[str, str]] = {"POST": "auth.reset_factors"}
    command = staticmethod(commands.reset_factors)

    @_action("reset_factors")
    def post(self, request: Any, person_id: UUID) -> Response:
        """Remove a person's authenticator, passkeys and recovery codes; sign them out."""
        return super().post(request, person_id)
