"""Why a balance is what it is, page by page into the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from kernel.cursors import CursorInvalid
from kernel.ledger import queries as ledger

BY_POSTING = "posted"
BY_VALUE = "valued"
_FIELDS = 4


def explain_balance(
    *, account_id: UUID, at: datetime | date, cursor: Sequence[Any] | None, limit: int
) -> tuple[ledger.Explanation, list[Any] | None]:
    """Return the movements behind a balance, and where the explanation of the checkpoint begins.

    `at` is an instant (by posting time) or a day (by value date); a cursor keeps its own.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    before = None
    if cursor is not None:
        at, before = _read_position(cursor)
    if isinstance(at, datetime):
        kind, moment = BY_POSTING, at.isoformat()
        found = ledger.explain_balance_at(
            account_id=account_id,
            instant=at,
            before=None if before is None else before[1],
            limit=limit,
        )
    else:
        kind, moment = BY_VALUE, at.isoformat()
        found = ledger.explain_balance_on(account_id=account_id, day=at, before=before, limit=limit)
    if found.behind is None:
        return found, None
    day, sequence = found.behind
    return found, [kind, moment, day.isoformat(), sequence]


def _read_position(cursor: Sequence[Any]) -> tuple[datetime | date, tuple[date, int]]:
    if len(cursor) != _FIELDS:
        raise CursorInvalid(field="cursor")
    kind, moment, day, sequence = cursor
    if type(sequence) is not int or not 0 < sequence < 2**63:
        raise CursorInvalid(field="cursor")
    try:
        position = (date.fromisoformat(day), sequence)
        if kind == BY_VALUE:
            return date.fromisoformat(moment), position
        instant = datetime.fromisoformat(moment)
        if kind == BY_POSTING and instant.tzinfo is not None:
            return instant.astimezone(UTC), position
    except (TypeError, ValueError, OverflowError):
        pass
    raise CursorInvalid(field="cursor")
