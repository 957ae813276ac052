"""A list on one page, or on many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rest_framework.response import Response

from kernel import cursors
from kernel.http.pages import link


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
