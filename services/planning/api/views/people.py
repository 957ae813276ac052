"""Settings and shares over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.planning import commands, queries
from services.planning.api.renderings import settings_content, share_content
from services.planning.api.serializers.people import (
    SettingsInput,
    SettingsOutput,
    ShareInput,
    ShareOutput,
    SharesOutput,
)


class SettingsView(APIView):
    """How you plan."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": OWN}

    @extend_schema(
        operation_id="get_planning_settings", responses={200: SettingsOutput, **problems(503)}
    )
    def get(self, request: Any) -> Response:
        """Return how you plan."""
        planner = commands.start_planning(person_id=request.user.id, now=timezone.now())
        return Response(settings_content(planner))

    @extend_schema(
        operation_id="change_planning_settings",
        request=SettingsInput,
        responses={200: SettingsOutput, **problems(400, 503)},
    )
    def patch(self, request: Any) -> Response:
        """Change how you plan."""
        asked = read_input(SettingsInput, request.data)
        planner = commands.change_settings(person_id=request.user.id, now=timezone.now(), **asked)
        return Response(settings_content(planner))


class SharesView(APIView):
    """Who may look at whose planning."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": OWN}

    @extend_schema(operation_id="list_planning_shares", responses={200: SharesOutput})
    def get(self, request: Any) -> Response:
        """Return whom you let look on, and who lets you."""
        mine = queries.list_shares(owner_id=request.user.id)
        with_me = queries.list_shared_with(viewer_id=request.user.id)
        return Response(
            {
                "mine": [share_content(share) for share in mine],
                "with_me": [share_content(share) for share in with_me],
            }
        )

    @extend_schema(
        operation_id="share_planning",
        request=ShareInput,
        responses={201: ShareOutput, **problems(400, 422)},
    )
    def post(self, request: Any) -> Response:
        """Let somebody look at your planning, read only, until you revoke it."""
        asked = read_input(ShareInput, request.data)
        share = commands.share_planning(
            owner_id=request.user.id, viewer_id=asked["person"], now=timezone.now()
        )
        return Response(share_content(share), status=201)


class ShareView(APIView):
    """One share."""

    permissions: ClassVar[dict[str, str]] = {"DELETE": OWN}

    @extend_schema(operation_id="revoke_planning_share", responses={204: None, **problems(404)})
    def delete(self, request: Any, share_id: UUID) -> Response:
        """Let somebody look on no more, from this moment."""
        commands.revoke_share(owner_id=request.user.id, share_id=share_id, now=timezone.now())
        return Response(status=204)
