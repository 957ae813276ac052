"""Batches that a person asked for, and what became of their items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.transactions.models import Batch, BatchItem


class BatchNotFound(NotFound):
    """There is no such batch."""


def get_batch(*, batch_id: UUID, person_id: UUID) -> Batch:
    """Return a batch.

    Raises:
        BatchNotFound: there is none, or it is somebody else's.

    """
    batch = Batch.objects.filter(id=batch_id, actor_id=person_id).first()
    if batch is None:
        raise BatchNotFound
    return batch


def list_batches(
    *, person_id: UUID, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Batch], list[Any] | None]:
    """Return a page of a person's batches, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    batches = Batch.objects.filter(actor_id=person_id).order_by("-id")
    if cursor is not None:
        after = parse_id(cursor[0]) if len(cursor) == 1 else None
        if after is None:
            raise CursorInvalid(field="cursor")
        batches = batches.filter(id__lt=after)
    found = list(batches[: limit + 1])
    page = found[:limit]
    return page, [str(page[-1].id)] if len(found) > limit else None


def list_batch_items(
    *,
    batch_id: UUID,
    person_id: UUID,
    status: str | None,
    cursor: Sequence[Any] | None,
    limit: int,
) -> tuple[list[BatchItem], list[Any] | None]:
    """Return a page of a batch's items in their order, and where the next page begins.

    Raises:
        BatchNotFound: there is none, or it is somebody else's.
        CursorInvalid: the cursor belongs to another list.

    """
    batch = get_batch(batch_id=batch_id, person_id=person_id)
    items = BatchItem.objects.filter(batch_id=batch.id).order_by("position")
    if status is not None:
        items = items.filter(status=status)
    if cursor is not None:
        after = cursor[0] if len(cursor) == 1 else None
        if type(after) is not int or not 0 <= after < 2**31:
            raise CursorInvalid(field="cursor")
        items = items.filter(position__gt=after)
    found = list(items[: limit + 1])
    page = found[:limit]
    return page, [page[-1].position] if len(found) > limit else None
