"""Edits over HTTP: who changed which field from what to what. Used by every `/edits` path."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from rest_framework import serializers
from rest_framework.response import Response

from kernel import cursors
from kernel.audit import queries
from kernel.audit.content import SEALED
from kernel.audit.models import Edit
from kernel.http.fields import StrictSerializer, TextField, read_input
from kernel.http.pages import link

# Opens a sealed personal value, given the field's name: None when its key is gone.
Reveal = Callable[[str, bytes], str | None]


class EditQuery(StrictSerializer):
    """Which page of the edits."""

    cursor = serializers.CharField(required=False)
    limit = serializers.CharField(required=False)


class EditFieldOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One field; null where there was, or is, nothing."""

    field = serializers.CharField()
    before = serializers.JSONField()
    after = serializers.JSONField()
    hidden = serializers.BooleanField(help_text="Personal data that is sealed or was erased.")


class EditOutput(serializers.Serializer):  # type: ignore[type-arg]
    """One change."""

    id = serializers.UUIDField()
    action = serializers.CharField()
    actor = serializers.UUIDField(allow_null=True, help_text="Null: the bank itself.")
    reason = TextField()
    happened_at = serializers.DateTimeField()
    request_id = serializers.CharField()
    changes = EditFieldOutput(many=True)


class EditPageOutput(serializers.Serializer):  # type: ignore[type-arg]
    """Changes, the newest first."""

    results = EditOutput(many=True)
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)


def answer_edits(
    request: Any,
    *,
    service: str,
    subject_type: str,
    subject_id: UUID,
    reveal: Reveal | None = None,
) -> Response:
    """Return the page of a subject's edits that a request asks for; the view checks who may see it.

    Raises:
        CursorInvalid, LimitInvalid: the page is none of this list.

    """
    asked = read_input(EditQuery, request.GET.dict())
    found, following = queries.list_edits(
        service=service,
        subject_type=subject_type,
        subject_id=subject_id,
        cursor=cursors.read_cursor(asked["cursor"]) if "cursor" in asked else None,
        limit=cursors.read_limit(asked.get("limit")),
    )
    after = None if following is None else cursors.write_cursor(following)
    return Response(
        {
            "results": [edit_content(edit, reveal=reveal) for edit in found],
            "next": link(request, cursor=after),
            "previous": None,
        }
    )


def edit_content(edit: Edit, *, reveal: Reveal | None = None) -> dict[str, Any]:
    """Return an edit as it is answered, field by field in the order of their names.

    Without `reveal` sealed values are hidden.
    """
    before: dict[str, Any] = json.loads(edit.before) if edit.before else {}
    after: dict[str, Any] = json.loads(edit.after) if edit.after else {}
    return {
        "id": str(edit.id),
        "action": edit.action,
        "actor": None if edit.actor_id is None else str(edit.actor_id),
        "reason": edit.reason,
        "happened_at": edit.happened_at.isoformat().replace("+00:00", "Z"),
        "request_id": edit.request_id,
        "changes": [
            _change(name, before.get(name), after.get(name), reveal=reveal)
            for name in sorted({*before, *after})
        ],
    }


def _change(name: str, before: Any, after: Any, *, reveal: Reveal | None) -> dict[str, Any]:
    shown_before, before_is_hidden = _shown(name, before, reveal=reveal)
    shown_after, after_is_hidden = _shown(name, after, reveal=reveal)
    return {
        "field": name,
        "before": shown_before,
        "after": shown_after,
        "hidden": before_is_hidden or after_is_hidden,
    }


def _shown(name: str, value: Any, *, reveal: Reveal | None) -> tuple[Any, bool]:
    if not isinstance(value, dict) or value.keys() != {SEALED}:
        return value, False
    opened = None if reveal is None else reveal(name, base64.b64decode(value[SEALED]))
    return opened, opened is None
