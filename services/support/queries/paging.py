"""Pages of rows by id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from kernel.cursors import CursorInvalid
from kernel.ids import parse_id

Row = TypeVar("Row", bound=Model)
Page = tuple[list[Row], list[Any] | None]


def by_id(
    rows: QuerySet[Row], *, cursor: Sequence[Any] | None, limit: int, newest_first: bool = False
) -> Page[Row]:
    """Return a page of rows in the order of their ids, and the position of the next one.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    if cursor is not None:
        after = read_id(cursor)
        rows = rows.filter(pk__lt=after) if newest_first else rows.filter(pk__gt=after)
    found = list(rows.order_by("-pk" if newest_first else "pk")[: limit + 1])
    page, more = found[:limit], len(found) > limit
    return page, [str(page[-1].pk)] if more else None


def read_id(cursor: Sequence[Any]) -> UUID:
    """Return the id that a cursor of one id holds.

    Raises:
        CursorInvalid: it holds something else.

    """
    found = parse_id(cursor[0]) if len(cursor) == 1 else None
    if found is None:
        raise CursorInvalid(field="cursor")
    return found
