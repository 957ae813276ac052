"""The inbox over HTTP, and what a person wants to be told."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel import cursors
from kernel.http.fields import read_input
from kernel.http.pages import link
from kernel.http.permissions import OWN
from kernel.http.schema import problems
from services.auth import commands, queries
from services.auth.api.serializers.notices import (
    NothingInput,
    NoticeOutput,
    NoticePageOutput,
    NoticeQuery,
    PreferencesInput,
    PreferencesOutput,
    UnreadOutput,
)
from services.auth.models import Notice
from services.auth.notices import SUBJECTS, kind_of, words_of


class NotificationsView(APIView):
    """Your inbox."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN}

    @extend_schema(
        operation_id="list_notifications",
        parameters=[NoticeQuery],
        responses={200: NoticePageOutput, **problems(400)},
    )
    def get(self, request: Any) -> Response:
        """Return your notices, the newest first, and how many are unread."""
        asked = read_input(NoticeQuery, request.GET.dict())
        page, position = queries.list_notices(
            person_id=request.user.id,
            only_unread=asked.get("unread") == "true",
            cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
            limit=cursors.read_limit(asked.get("limit")),
        )
        following = None if position is None else cursors.write_cursor(position)
        answer = {
            "results": [_content(notice) for notice in page],
            "next": link(request, cursor=following),
            "previous": None,
            "unread": queries.count_unread(person_id=request.user.id),
        }
        return Response(NoticePageOutput(answer).data)


class ReadView(APIView):
    """One notice."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="read_notification",
        request=NothingInput,
        responses={200: NoticeOutput, **problems(400, 404)},
    )
    def post(self, request: Any, notice_id: UUID) -> Response:
        """Mark a notice as read, on all your devices."""
        read_input(NothingInput, request.data or {})
        notice = commands.read_notice(
            person_id=request.user.id, notice_id=notice_id, now=timezone.now()
        )
        return Response(NoticeOutput(_content(notice)).data)


class ReadAllView(APIView):
    """All notices."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}

    @extend_schema(
        operation_id="read_all_notifications",
        request=NothingInput,
        responses={200: UnreadOutput, **problems(400)},
    )
    def post(self, request: Any) -> Response:
        """Mark everything in your inbox as read."""
        read_input(NothingInput, request.data or {})
        person_id = request.user.id
        marked = commands.read_all_notices(person_id=person_id, now=timezone.now())
        return Response({"unread": queries.count_unread(person_id=person_id), "marked": marked})


class PreferencesView(APIView):
    """What you want to be told, and how."""

    permissions: ClassVar[dict[str, str]] = {"GET": OWN, "PUT": OWN}

    @extend_schema(operation_id="get_notification_preferences", responses={200: PreferencesOutput})
    def get(self, request: Any) -> Response:
        """Return for each subject which channels are on."""
        return _preferences(queries.list_preferences(person_id=request.user.id))

    @extend_schema(
        operation_id="set_notification_preferences",
        request=PreferencesInput,
        responses={200: PreferencesOutput, **problems(400, 422)},
    )
    def put(self, request: Any) -> Response:
        """Switch channels on and off. Notices about your security cannot be switched off."""
        asked = read_input(PreferencesInput, request.data)["preferences"]
        wishes = {one["event"]: {k: v for k, v in one.items() if k != "event"} for one in asked}
        return _preferences(commands.set_preferences(person_id=request.user.id, wishes=wishes))


def _content(notice: Notice) -> dict[str, Any]:
    title, text = words_of(notice.kind, notice.facts)
    return {
        "id": notice.event_id,
        "kind": notice.kind,
        "subject": kind_of(notice.kind).subject,
        "title": title,
        "text": text,
        "facts": notice.facts,
        "happened_at": notice.happened_at or notice.created_at,
        "read_at": notice.read_at,
    }


def _preferences(wishes: dict[str, dict[str, bool]]) -> Response:
    results = [
        {
            "event": name,
            "label": SUBJECTS[name].label,
            **channels,
            "locked": sorted(SUBJECTS[name].locked),
        }
        for name, channels in wishes.items()
    ]
    return Response({"results": results})
