"""Holds on the accounts that a person holds; staff see them all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from kernel.cursors import CursorInvalid
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.records import Reservation


def get_hold(
    *, hold_id: UUID, person_id: UUID, sees_all: bool, now: datetime
) -> tuple[Reservation, list[UUID]]:
    """Return a hold and the transfers that were captured from it.

    Raises:
        HoldNotFound: there is none, or it is on somebody else's account.

    """
    accounts = None if sees_all else _held(person_id)
    hold = ledger.get_reservation(hold_id=hold_id, now=now, account_ids=accounts)
    return hold, ledger.list_captures(hold_id=hold_id)


def list_holds(
    *,
    person_id: UUID,
    sees_all: bool,
    account_id: UUID | None,
    status: str | None,
    cursor: Sequence[Any] | None,
    limit: int,
    now: datetime,
) -> tuple[list[Reservation], list[Any] | None]:
    """Return a page of holds, the newest first, and where the next page begins.

    Raises:
        AccountNotFound: the account is not the person's.
        CursorInvalid: the cursor belongs to another list.

    """
    accounts = None if sees_all else _held(person_id)
    if account_id is not None:
        if accounts is not None and account_id not in accounts:
            raise AccountNotFound(field="account")
        accounts = {account_id}
    after = None
    if cursor is not None:
        after = parse_id(cursor[0]) if len(cursor) == 1 else None
        if after is None:
            raise CursorInvalid(field="cursor")
    found = ledger.list_reservations(
        now=now, limit=limit + 1, account_ids=accounts, status=status, after=after
    )
    page = found[:limit]
    return page, [str(page[-1].id)] if len(found) > limit else None


def _held(person_id: UUID) -> set[UUID]:
    return {account.id for account in ledger.list_held_accounts(person_id=person_id)}
