"""Reads: balances and transactions of the accounts that a person holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from math import ceil, floor
from typing import Any
from uuid import UUID

from kernel.cursors import CursorInvalid
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from kernel.ledger.queries.transactions import Transaction, position_of
from kernel.ledger.records import Balance
from kernel.money import decimals_of


def get_balance(
    *, person_id: UUID, account_id: UUID, at: datetime | date | None, now: datetime
) -> Balance:
    """Return the balance now, as known at an instant, or as counting at the end of a day.

    Raises:
        AccountNotFound: there is no such account, or it is somebody else's.

    """
    ledger.get_held_account(account_id=account_id, person_id=person_id)
    if at is None:
        return ledger.get_balance(account_id=account_id, now=now)
    if isinstance(at, datetime):
        return ledger.get_balance_at(account_id=account_id, instant=at)
    return ledger.get_balance_on(account_id=account_id, day=at)


def list_transactions(
    *,
    person_id: UUID,
    account_id: UUID | None,
    keep: ledger.TransactionFilter,
    min_amount: Decimal | None,
    max_amount: Decimal | None,
    order: str,
    cursor: Sequence[Any] | None,
    limit: int,
) -> tuple[list[Transaction], list[Any] | None]:
    """Return a page of transactions of one account or of all, and the position of the next page.

    `min_amount` and `max_amount` are in whole units of each account's own currency.

    Raises:
        AccountNotFound: the account is not the person's.
        CursorInvalid: the cursor belongs to another list.

    """
    if account_id is None:
        held = ledger.list_held_accounts(person_id=person_id)
    else:
        held = [ledger.get_held_account(account_id=account_id, person_id=person_id)]
    found = ledger.list_transactions(
        account_ids=[account.id for account in held],
        keep={
            account.id: replace(
                keep,
                min_amount_minor=_minor(min_amount, currency=account.currency, rounding=ceil),
                max_amount_minor=_minor(max_amount, currency=account.currency, rounding=floor),
            )
            for account in held
        },
        order=order,
        after=None if cursor is None else _read_position(cursor, order=order),
        limit=limit + 1,
    )
    page, more = found[:limit], len(found) > limit
    return page, _write_position(page[-1], order=order) if more else None


def _minor(
    amount: Decimal | None, *, currency: str, rounding: Callable[[Decimal], int]
) -> int | None:
    return None if amount is None else rounding(amount.scaleb(decimals_of(currency)))


def _write_position(transaction: Transaction, *, order: str) -> list[Any]:
    first, account_id, sequence = position_of(transaction, order=order)
    return [
        order,
        first.isoformat() if isinstance(first, datetime) else first,
        str(account_id),
        sequence,
    ]


def _read_position(cursor: Sequence[Any], *, order: str) -> tuple[Any, ...]:
    if len(cursor) != 4 or cursor[0] != order:  # noqa: PLR2004
        raise CursorInvalid(field="cursor")
    _, first, account, sequence = cursor
    account_id = parse_id(account)
    if account_id is None:
        raise CursorInvalid(field="cursor")
    if type(sequence) is not int or not 0 <= sequence < 2**63:
        raise CursorInvalid(field="cursor")
    if order.endswith("amount"):
        if type(first) is not int or not 0 <= first < 2**63:
            raise CursorInvalid(field="cursor")
        return (first, account_id, sequence)
    try:
        instant = datetime.fromisoformat(first)
        if instant.tzinfo is not None:
            return (instant.astimezone(UTC), account_id, sequence)
    except (TypeError, ValueError, OverflowError):
        pass
    raise CursorInvalid(field="cursor")
