"""Announcements over HTTP."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.edits import EditPageOutput, EditQuery, answer_edits
from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, page_position
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.support import commands, queries
from services.support.api.renderings import announcement_content, staff_announcement_content
from services.support.api.serializers.announcements import (
    AnnouncementChange,
    AnnouncementDetailOutput,
    AnnouncementInput,
    AnnouncementOutput,
    AnnouncementPageOutput,
    AnnouncementQuery,
    StaffAnnouncementOutput,
)
from services.support.api.serializers.fields import EmptyInput, VersionInput
from services.support.queries import Reader

EDIT: Final = "announcements.edit"
READ_ALL: Final = "announcements.read_all"
_RENAMED: Final = {"dismissible": "is_dismissible", "notify": "is_noticed"}
_EXAMPLE: Final = OpenApiExample(
    "Maintenance",
    value={
        "title": "Card payments pause on Sunday night",
        "body": "From **02:00 to 03:00** card payments do not work. Everything else does.",
        "severity": "warning",
        "products": ["everyday"],
        "starts_at": "2026-12-01T08:00:00Z",
        "ends_at": "2026-12-07T03:00:00Z",
    },
    request_only=True,
)


class AnnouncementsView(APIView):
    """What the bank tells its customers."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "POST": EDIT}

    @extend_schema(
        operation_id="list_announcements",
        parameters=[AnnouncementQuery],
        responses={200: AnnouncementPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return what is live for you, the latest start first, without what you dismissed.

        With `state`, staff list every announcement in that state.
        """
        asked = read_input(AnnouncementQuery, request.GET.dict())
        now = timezone.now()
        if "state" in asked:
            if not request.user.may(READ_ALL):
                raise PermissionDenied
            state = "" if asked["state"] == "all" else asked["state"]
            found, following = queries.list_announcements(
                state=state, now=now, **page_position(asked)
            )
            return one_of_many(
                request,
                [staff_announcement_content(one, now=timezone.now()) for one in found],
                following,
            )
        page, following = queries.list_announcements_for(
            reader=_reader(request, asked),
            with_dismissed=asked.get("dismissed", False),
            now=now,
            **page_position(asked),
        )
        return one_of_many(request, [announcement_content(shown) for shown in page], following)

    @extend_schema(
        operation_id="publish_announcement",
        request=AnnouncementInput,
        responses={201: StaffAnnouncementOutput, **problems(400, 403, 422)},
        examples=[_EXAMPLE],
    )
    def post(self, request: Any) -> Response:
        """Write an announcement; it is live from its start until its end, if it has one."""
        asked = read_input(AnnouncementInput, request.data)
        announcement = commands.publish_announcement(
            actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return Response(staff_announcement_content(announcement, now=timezone.now()), status=201)


class AnnouncementView(APIView):
    """One announcement."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PATCH": EDIT}

    @extend_schema(
        operation_id="get_announcement",
        responses={
            200: PolymorphicProxySerializer(
                component_name="AnyAnnouncement",
                serializers=[AnnouncementOutput, AnnouncementDetailOutput],
                resource_type_field_name=None,
            ),
            **problems(404),
        },
    )
    def get(self, request: Any, announcement_id: UUID) -> Response:
        """Return an announcement that is live for you; to staff any, with its readers counted."""
        if request.user.may(READ_ALL):
            announcement = queries.get_announcement(announcement_id=announcement_id)
            dismissed, accepted = queries.count_readings(announcement_id=announcement_id)
            counted = {"dismissed": dismissed, "accepted": accepted}
            return Response(staff_announcement_content(announcement, now=timezone.now()) | counted)
        shown = queries.get_announcement_for(
            announcement_id=announcement_id, reader=_reader(request, {}), now=timezone.now()
        )
        return Response(announcement_content(shown))

    @extend_schema(
        operation_id="change_announcement",
        request=AnnouncementChange,
        responses={200: StaffAnnouncementOutput, **problems(400, 403, 404, 409, 422)},
    )
    def patch(self, request: Any, announcement_id: UUID) -> Response:
        """Change an announcement that has not ended."""
        asked = read_input(AnnouncementChange, request.data)
        announcement = commands.change_announcement(
            announcement_id=announcement_id,
            actor_id=request.user.id,
            now=timezone.now(),
            **_columns(asked),
        )
        return Response(staff_announcement_content(announcement, now=timezone.now()))


class AnnouncementEndView(APIView):
    """The end of an announcement."""

    permissions: ClassVar[dict[str, str]] = {"POST": EDIT}

    @extend_schema(
        operation_id="end_announcement",
        request=VersionInput,
        responses={200: StaffAnnouncementOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any, announcement_id: UUID) -> Response:
        """End an announcement now; it is kept."""
        asked = read_input(VersionInput, request.data)
        announcement = commands.end_announcement(
            announcement_id=announcement_id,
            actor_id=request.user.id,
            version=asked["version"],
            now=timezone.now(),
        )
        return Response(staff_announcement_content(announcement, now=timezone.now()))


class DismissalView(APIView):
    """Waving an announcement away."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="dismiss_announcement",
        request=EmptyInput,
        responses={204: None, **problems(400, 404, 422)},
    )
    def post(self, request: Any, announcement_id: UUID) -> Response:
        """Do not show this to me any more, on any device."""
        read_input(EmptyInput, request.data)
        commands.dismiss_announcement(
            announcement_id=announcement_id, reader=_reader(request, {}), now=timezone.now()
        )
        return Response(status=204)


class AcceptanceView(APIView):
    """Accepting an announcement."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="accept_announcement",
        request=EmptyInput,
        responses={204: None, **problems(400, 404, 422)},
    )
    def post(self, request: Any, announcement_id: UUID) -> Response:
        """Accept an announcement that must be; it is kept when."""
        read_input(EmptyInput, request.data)
        commands.accept_announcement(
            announcement_id=announcement_id, reader=_reader(request, {}), now=timezone.now()
        )
        return Response(status=204)


class AnnouncementEditsView(APIView):
    """What was changed about an announcement."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ_ALL}

    @extend_schema(
        operation_id="list_announcement_edits",
        parameters=[EditQuery],
        responses={200: EditPageOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, announcement_id: UUID) -> Response:
        """Return the changes, the newest first."""
        announcement = queries.get_announcement(announcement_id=announcement_id)
        return answer_edits(
            request, service="support", subject_type="announcement", subject_id=announcement.id
        )


def _reader(request: Any, asked: dict[str, Any]) -> Reader:
    branches = {str(asked["branch"])} if "branch" in asked else set()
    return queries.make_reader(
        person_id=request.user.id,
        roles=request.user.roles,
        language=asked.get("language", ""),
        branches=frozenset(branches),
    )


def _columns(asked: dict[str, Any]) -> dict[str, Any]:
    columns = {_RENAMED.get(name, name): value for name, value in asked.items()}
    if "branches" in columns:
        columns["branches"] = [str(branch) for branch in columns["branches"]]
    return columns
