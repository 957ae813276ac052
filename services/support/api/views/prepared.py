"""Prepared answers over HTTP: canned replies and macros."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.fields import read_input
from kernel.http.pages import one_of_many, page_position
from kernel.http.schema import problems
from services.support import commands, queries
from services.support.api.renderings import canned_reply_content, macro_content
from services.support.api.serializers.desk import (
    CannedReplyChange,
    CannedReplyInput,
    CannedReplyOutput,
    CannedReplyPageOutput,
    CannedReplyQuery,
    MacroChange,
    MacroInput,
    MacroOutput,
    MacroPageOutput,
    TextOutput,
    TextQuery,
)
from services.support.api.serializers.fields import PageQuery
from services.support.api.views.whose import MANAGE, READ, find_as_staff
from services.support.variables import fill_in

_RENAMED: Final = {"active": "is_active", "take": "is_taking"}
_GREETING: Final = OpenApiExample(
    "A greeting",
    value={
        "shortcut": "hello",
        "title": "Greeting",
        "body": "Hello {{customer.name}},\n\nthank you for writing about {{ticket.subject}}.",
    },
    request_only=True,
)


class CannedRepliesView(APIView):
    """Prepared answers."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(
        operation_id="list_canned_replies",
        parameters=[CannedReplyQuery],
        responses={200: CannedReplyPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the prepared answers that are in use."""
        asked = read_input(CannedReplyQuery, request.GET.dict())
        found, following = queries.list_canned_replies(
            text=asked.get("q", ""), queue_id=asked.get("queue"), **page_position(asked)
        )
        return one_of_many(request, [canned_reply_content(one) for one in found], following)

    @extend_schema(
        operation_id="create_canned_reply",
        request=CannedReplyInput,
        responses={201: CannedReplyOutput, **problems(400, 403, 404, 409)},
        examples=[_GREETING],
    )
    def post(self, request: Any) -> Response:
        """Write a prepared answer."""
        asked = read_input(CannedReplyInput, request.data)
        reply = commands.create_canned_reply(
            actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return Response(canned_reply_content(reply), status=201)


class CannedReplyView(APIView):
    """One prepared answer."""

    permissions: ClassVar[dict[str, str]] = {"PATCH": MANAGE}

    @extend_schema(
        operation_id="change_canned_reply",
        request=CannedReplyChange,
        responses={200: CannedReplyOutput, **problems(400, 403, 404, 409)},
    )
    def patch(self, request: Any, reply_id: UUID) -> Response:
        """Change a prepared answer, or take it out of use."""
        asked = read_input(CannedReplyChange, request.data)
        reply = commands.change_canned_reply(
            reply_id=reply_id, actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return Response(canned_reply_content(reply))


class CannedReplyTextView(APIView):
    """A prepared answer for one ticket."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ}

    @extend_schema(
        operation_id="get_canned_reply_text",
        parameters=[TextQuery],
        responses={200: TextOutput, **problems(400, 403, 404)},
    )
    def get(self, request: Any, reply_id: UUID) -> Response:
        """Return the answer with the words of a ticket in its places, to be looked over."""
        asked = read_input(TextQuery, request.GET.dict())
        reply = queries.get_canned_reply(reply_id=reply_id)
        ticket = find_as_staff(request, ticket_id=asked["ticket"])
        return Response({"text": fill_in(reply.body, ticket=ticket)})


class MacrosView(APIView):
    """Macros."""

    permissions: ClassVar[dict[str, str]] = {"GET": READ, "POST": MANAGE}

    @extend_schema(
        operation_id="list_macros",
        parameters=[PageQuery],
        responses={200: MacroPageOutput, **problems(400, 403)},
    )
    def get(self, request: Any) -> Response:
        """Return the macros that are in use."""
        asked = read_input(PageQuery, request.GET.dict())
        found, following = queries.list_macros(**page_position(asked))
        return one_of_many(request, [macro_content(macro) for macro in found], following)

    @extend_schema(
        operation_id="create_macro",
        request=MacroInput,
        responses={201: MacroOutput, **problems(400, 403, 404, 409)},
    )
    def post(self, request: Any) -> Response:
        """Write a macro."""
        asked = read_input(MacroInput, request.data)
        macro = commands.create_macro(
            actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return Response(macro_content(macro), status=201)


class MacroView(APIView):
    """One macro."""

    permissions: ClassVar[dict[str, str]] = {"PATCH": MANAGE}

    @extend_schema(
        operation_id="change_macro",
        request=MacroChange,
        responses={200: MacroOutput, **problems(400, 403, 404, 409)},
    )
    def patch(self, request: Any, macro_id: UUID) -> Response:
        """Change a macro, or take it out of use."""
        asked = read_input(MacroChange, request.data)
        macro = commands.change_macro(
            macro_id=macro_id, actor_id=request.user.id, now=timezone.now(), **_columns(asked)
        )
        return Response(macro_content(macro))


def _columns(asked: dict[str, Any]) -> dict[str, Any]:
    return {_RENAMED.get(name, name): value for name, value in asked.items()}
