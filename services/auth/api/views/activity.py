"""What happened about a person's sign-in."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.cursors import read_cursor, read_limit, write_cursor
from kernel.errors import NotFound
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from kernel.ids import parse_id
from services.auth import queries
from services.auth.api.serializers import ActivityPageOutput


class ActivityView(APIView):
    """The sign-in log, one person's part."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_activity",
        tags=["auth"],
        parameters=[
            OpenApiParameter("person", UUID, description="Somebody else: auditors only."),
            OpenApiParameter("cursor", str),
            OpenApiParameter("limit", int, description="1 to 200, 50 if absent."),
        ],
        responses={200: ActivityPageOutput, **problems(400, 401, 403, 404)},
    )
    def get(self, request: Any) -> Response:
        """Return a page, newest first: the own one, or another person's to who may read it."""
        cursor = request.query_params.get("cursor")
        page, following = queries.list_activity(
            person_id=_person(request),
            cursor=read_cursor(cursor) if cursor else None,
            limit=read_limit(request.query_params.get("limit")),
        )
        answer = {
            "results": [
                {
                    "id": event.id,
                    "event": event.event,
                    "result": event.result,
                    "factor": event.factor,
                    "address": event.address,
                    "device": event.device,
                    "by_bank": event.actor_id is not None,
                    "happened_at": event.happened_at,
                }
                for event in page
            ],
            "next": link(request, cursor=write_cursor(following) if following else None),
            "previous": None,
        }
        return Response(ActivityPageOutput(answer).data)


def _person(request: Any) -> UUID:
    text = request.query_params.get("person")
    own: UUID = request.user.id
    if not text:
        return own
    if not request.user.may("auth.read_activity"):
        raise PermissionDenied
    person_id = parse_id(text)
    if person_id is None or not queries.person_exists(person_id=person_id):
        raise NotFound
    return person_id
