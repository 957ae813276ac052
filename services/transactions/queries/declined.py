"""Attempts that the bank declined."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from kernel.cursors import CursorInvalid
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from kernel.ledger.queries import Declined


def list_declined(
    *, person_id: UUID | None, for_bank: bool, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Declined], list[Any] | None]:
    """Return a page of declined attempts, the newest first, and where the next one begins.

    Of one person, or of everybody (None) `for_bank`: only then are accounts named that the person
    does not hold.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    assert for_bank or person_id is not None
    after = None
    if cursor is not None:
        after = parse_id(cursor[0]) if len(cursor) == 1 else None
        if after is None:
            raise CursorInvalid(field="cursor")
    found = ledger.list_declined(
        person_id=person_id, for_bank=for_bank, after=after, limit=limit + 1
    )
    return found[:limit], [str(found[limit - 1].id)] if len(found) > limit else None
