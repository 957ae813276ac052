"""The SQL of a posting: every statement that a transfer runs, in the order in which it runs them.

Written by hand because this is the money path: eight statements, each one a point of an index.
`kernel/ledger/tests/test_statement_count.py` counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from kernel import sql
from kernel.ids import from_database
from kernel.ledger.records import OpenDay, PostingAccount

_ACCOUNT_COLUMNS = (
    "a.id, a.number, a.title, a.currency, a.kind, a.status, a.balance_minor, a.held_minor, "
    "a.floor_minor, a.sequence, a.last_posted_at"
)


def share_open_day() -> OpenDay | None:
    """Return the open business day, share-locked: nobody can close it before this commits."""
    found = sql.row(
        "SELECT business_date, opened_at FROM ledger_day WHERE status = 'open' "
        f"ORDER BY business_date DESC LIMIT 1{sql.for_share()}"
    )
    if found is None:
        return None
    opened_at = sql.to_instant(found[1])
    assert opened_at is not None
    return OpenDay(business_date=sql.to_date(found[0]), opened_at=opened_at)


def lock_accounts(*, account_ids: Iterable[UUID], person_id: UUID | None) -> list[PostingAccount]:
    """Lock customer accounts in id order and return those that exist, with the person's right."""
    ids = sorted(set(account_ids))
    # The right is locked too: a plain read inside a locking one would fix what the statement may
    # see, and MariaDB would refuse every row that changed while it waited (error 1020).
    access = (
        "(SELECT h.access FROM ledger_holder h WHERE h.person_id = %s AND h.account_id = a.id"
        f"{sql.for_share()})"
    )
    found = sql.rows(
        f"SELECT {_ACCOUNT_COLUMNS}, {access} FROM ledger_account a "
        f"WHERE a.id IN ({sql.marks(len(ids))}) AND a.kind = 'customer' "
        f"ORDER BY a.id{_of_account()}",
        [person_id, *ids],
    )
    return [_account(record) for record in found]


def read_internal(account_id: UUID) -> PostingAccount | None:
    """Return one of the bank's own accounts without locking it."""
    found = sql.row(
        f"SELECT {_ACCOUNT_COLUMNS}, NULL FROM ledger_account a "
        "WHERE a.id = %s AND a.kind = 'internal'",
        [account_id],
    )
    return None if found is None else _account(found)


def find_account_id(number: str) -> UUID | None:
    """Return the id of the customer account with this number or IBAN."""
    found = sql.row(
        "SELECT id FROM ledger_account WHERE number = %s AND kind = 'customer'", [number]
    )
    return None if found is None else from_database(found[0])


def find_request(*, actor_id: UUID, operation: str, key_hash: bytes) -> tuple[bytes, str] | None:
    """Return the request hash and the answer kept under a key, or None."""
    found = sql.row(
        "SELECT request_hash, answer FROM ledger_request "
        "WHERE actor_id = %s AND operation = %s AND key_hash = %s",
        [actor_id, operation, key_hash],
    )
    return None if found is None else (bytes(found[0]), found[1])


def insert_transfer(values: Sequence[Any]) -> None:
    """Write the movement."""
    sql.execute(
        "INSERT INTO ledger_transfer (id, kind, debit_account_id, credit_account_id, "
        "debit_sequence, credit_sequence, amount_minor, currency, business_date, value_date, "
        f"posted_at, actor_id, note_hash, reverses_id) VALUES ({sql.marks(14)})",
        values,
    )


def insert_entries(records: Sequence[Sequence[Any]]) -> None:
    """Write the customers' sides in one statement."""
    one = f"({sql.marks(9)})"
    sql.execute(
        "INSERT INTO ledger_entry (account_id, sequence, transfer_id, type, amount_minor, "
        "balance_minor, business_date, value_date, posted_at) "
        f"VALUES {', '.join([one] * len(records))}",
        [value for record in records for value in record],
    )


def update_accounts(changes: Sequence[tuple[UUID, int, int]], *, posted_at: datetime) -> int:
    """Move the balances; each change is (account, sequence that was read, amount).

    Returns how many rows still had the sequence that was read.
    """
    case = " ".join(["WHEN %s THEN %s"] * len(changes))
    same = " OR ".join(["(id = %s AND sequence = %s)"] * len(changes))
    amounts = [value for account, _, amount in changes for value in (account, amount)]
    keys = [value for account, sequence, _ in changes for value in (account, sequence)]
    return sql.execute(
        f"UPDATE ledger_account SET balance_minor = balance_minor + CASE id {case} END, "
        f"sequence = sequence + 1, last_posted_at = %s WHERE {same}",
        [*amounts, posted_at, *keys],
    )


def insert_note(*, transfer_id: UUID, text: str, salt: bytes) -> None:
    """Write the free text."""
    sql.execute(
        "INSERT INTO ledger_note (transfer_id, text, salt) VALUES (%s, %s, %s)",
        [transfer_id, text, salt],
    )


def insert_event(*, event_id: UUID, name: str, payload: str, created_at: datetime) -> None:
    """Write an event of the outbox."""
    sql.execute(
        "INSERT INTO outbox_event (id, name, payload, created_at) VALUES (%s, %s, %s, %s)",
        [event_id, name, payload, created_at],
    )


def insert_request(values: Sequence[Any]) -> None:
    """Keep an answer under its key."""
    sql.execute(
        "INSERT INTO ledger_request (actor_id, operation, key_hash, request_hash, answer, "
        f"created_at) VALUES ({sql.marks(6)})",
        values,
    )


def _of_account() -> str:
    # PostgreSQL would lock nothing else either, but says so only when asked.
    return " FOR UPDATE OF a" if connection.vendor == "postgresql" else sql.for_update()


def _account(record: Sequence[Any]) -> PostingAccount:
    identifier, number, title, currency, kind, status, balance, held, floor, sequence, *rest = (
        record
    )
    last_posted_at, access = rest
    return PostingAccount(
        id=from_database(identifier),
        number=number,
        title=title,
        currency=currency,
        kind=kind,
        status=status,
        balance_minor=balance,
        held_minor=held,
        floor_minor=floor,
        sequence=sequence,
        last_posted_at=sql.to_instant(last_posted_at),
        access=access,
    )


def later(*moments: datetime | None) -> datetime:
    """Return the latest of some instants, to the microsecond, in UTC."""
    return max(moment for moment in moments if moment is not None).astimezone(UTC)
