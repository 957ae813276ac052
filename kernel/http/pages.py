"""Pages of a list over HTTP: `results`, `next`, `previous`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from rest_framework.response import Response

from kernel import cursors


def link(request: Any, *, cursor: str | None) -> str | None:
    """Return the address of another page of the same list, or None."""
    if cursor is None:
        return None
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k != "cursor"]
    return f"{request.path}?{urlencode([*kept, ('cursor', cursor)])}"


def one_page(items: Any) -> Response:
    """Return a short list as its only page."""
    return Response({"results": list(items), "next": None, "previous": None})


def page_position(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the cursor and limit that a query asks for, as the `list_` queries take them.

    Raises:
        CursorInvalid, LimitInvalid: the page is none of a list.

    """
    cursor = asked.get("cursor")
    return {
        "cursor": None if cursor is None else cursors.read_cursor(cursor),
        "limit": cursors.read_limit(asked.get("limit")),
    }


def one_of_many(request: Any, items: Iterable[Any], following: list[Any] | None) -> Response:
    """Return a page with the address of the next one."""
    after = None if following is None else cursors.write_cursor(following)
    return Response({"results": list(items), "next": link(request, cursor=after), "previous": None})
