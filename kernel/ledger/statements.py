"""The SQL of a posting: every statement that a transfer runs, in the order in which it runs them.

Written by hand because this is the money path: eight statements, each one a point of an index.
`services/transactions/tests/test_statement_count.py` counts them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from kernel import sql
from kernel.ids import from_database
from kernel.ledger.records import OpenDay, PostingAccount

# How many rows one statement of a batch names.
CHUNK: Final = 500
# A CASE is read from its top for each row: more of them cost more than another statement.
_CASES: Final = 100

_ACCOUNT_COLUMNS = (
    "a.id, a.number, a.title, a.currency, a.kind, a.status, a.balance_minor, a.held_minor, "
    "a.floor_minor, a.minimum_minor, a.opening_minor, a.sequence, a.last_posted_at, a.product"
)


def share_open_day() -> OpenDay | None:
    """Return the open business day, share-locked: nobody can close it before this commits."""
    return _open_day(sql.for_share())


def lock_open_day() -> OpenDay | None:
    """Return the open business day, locked: the postings on it are over, the next ones wait.

    It goes the same way as `share_open_day`, through the index by status and then the row: two ways
    would meet half-way, and under load it is always the closing that would be given up.
    """
    return _open_day(sql.for_update())


def _open_day(lock: str) -> OpenDay | None:
    found = sql.row(
        f"SELECT business_date, opened_at FROM ledger_day{sql.force_index('ledger_day_status')} "
        f"WHERE status = 'open' ORDER BY business_date DESC LIMIT 1{lock}"
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
    locked: list[PostingAccount] = []
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        found = sql.rows(
            f"SELECT {_ACCOUNT_COLUMNS}, {access} FROM ledger_account a "
            f"WHERE a.id IN ({sql.marks(len(part))}) AND a.kind = 'customer' "
            f"ORDER BY a.id{_of_account()}",
            [person_id, *part],
        )
        locked += [_account(record) for record in found]
    return locked


def find_account_ids(numbers: Sequence[str]) -> dict[str, UUID]:
    """Return the ids of the customer accounts with these numbers or IBANs."""
    found: dict[str, UUID] = {}
    for start in range(0, len(numbers), CHUNK):
        part = numbers[start : start + CHUNK]
        found |= {
            number: from_database(account_id)
            for account_id, number in sql.rows(
                "SELECT id, number FROM ledger_account WHERE kind = 'customer' "
                f"AND number IN ({sql.marks(len(part))})",
                part,
            )
        }
    return found


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
        f"posted_at, actor_id, note_hash, reverses_id, linked_id) VALUES ({sql.marks(15)})",
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


def note_funded(account_ids: Sequence[UUID]) -> None:
    """Note that accounts hold what they had to hold once."""
    for start in range(0, len(account_ids), CHUNK):
        part = account_ids[start : start + CHUNK]
        sql.execute(
            f"UPDATE ledger_account SET opening_minor = 0 WHERE id IN ({sql.marks(len(part))})",
            part,
        )


def change_held(*, account_id: UUID, sequence: int, held_minor: int, change_minor: int) -> int:
    """Reserve money, or release it (a negative change), if the account is as it was read.

    Returns how many rows still were.
    """
    return sql.execute(
        "UPDATE ledger_account SET held_minor = held_minor + %s "
        "WHERE id = %s AND sequence = %s AND held_minor = %s",
        [change_minor, account_id, sequence, held_minor],
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


def insert_transfers(records: Sequence[Sequence[Any]]) -> None:
    """Write the movements of a batch."""
    sql.insert_many(
        "ledger_transfer",
        "id, kind, debit_account_id, credit_account_id, debit_sequence, credit_sequence, "
        "amount_minor, currency, business_date, value_date, posted_at, actor_id, note_hash, "
        "linked_id",
        records,
    )


def insert_many_entries(records: Sequence[Sequence[Any]]) -> None:
    """Write the customers' sides of a batch, in the order of their primary key."""
    sql.insert_many(
        "ledger_entry",
        "account_id, sequence, transfer_id, type, amount_minor, balance_minor, business_date, "
        "value_date, posted_at",
        sorted(records, key=lambda record: (record[0].int, record[1])),
    )


def insert_notes(records: Sequence[Sequence[Any]]) -> None:
    """Write the free texts of a batch."""
    sql.insert_many("ledger_note", "transfer_id, text, salt", records)


def insert_events(records: Sequence[Sequence[Any]]) -> None:
    """Write the events of a batch."""
    sql.insert_many("outbox_event", "id, name, payload, created_at", records)


def settle_accounts(changes: Sequence[tuple[UUID, int, int, int]], *, posted_at: datetime) -> int:
    """Write balances that were computed on locked accounts.

    Each change is (account, sequence that was read, new sequence, new balance). Returns how many
    rows still had the sequence that was read.
    """
    if connection.vendor == "mysql":
        return sum(
            _settle_joined(changes[start : start + CHUNK], posted_at=posted_at)
            for start in range(0, len(changes), CHUNK)
        )
    return sum(
        _settle_by_case(changes[start : start + _CASES], posted_at=posted_at)
        for start in range(0, len(changes), _CASES)
    )


def _settle_joined(changes: Sequence[tuple[UUID, int, int, int]], *, posted_at: datetime) -> int:
    # MySQL and MariaDB read JSON as a table; its rows lead, and each finds its account by the key.
    wanted = ",".join(
        f'["{account.hex}",{read},{sequence},{balance}]'
        for account, read, sequence, balance in changes
    )
    return sql.execute(
        "UPDATE JSON_TABLE(%s, '$[*]' COLUMNS (id CHAR(32) PATH '$[0]', was BIGINT PATH '$[1]', "
        "sequence BIGINT PATH '$[2]', balance BIGINT PATH '$[3]')) w "
        "STRAIGHT_JOIN ledger_account a ON a.id = UNHEX(w.id) AND a.sequence = w.was "
        "SET a.balance_minor = w.balance, a.sequence = w.sequence, a.last_posted_at = %s",
        [f"[{wanted}]", posted_at],
    )


def _settle_by_case(changes: Sequence[tuple[UUID, int, int, int]], *, posted_at: datetime) -> int:
    case = " ".join(["WHEN %s THEN %s"] * len(changes))
    same = " OR ".join(["(id = %s AND sequence = %s)"] * len(changes))
    return sql.execute(
        f"UPDATE ledger_account SET balance_minor = CASE id {case} END, "
        f"last_posted_at = %s, sequence = CASE id {case} END WHERE {same}",
        [
            *(value for account, _, _, balance in changes for value in (account, balance)),
            posted_at,
            *(value for account, _, sequence, _ in changes for value in (account, sequence)),
            *(value for account, read, _, _ in changes for value in (account, read)),
        ],
    )


def _of_account() -> str:
    # PostgreSQL would lock nothing else either, but says so only when asked.
    return " FOR UPDATE OF a" if connection.vendor == "postgresql" else sql.for_update()


def _account(record: Sequence[Any]) -> PostingAccount:
    identifier, number, title, currency, kind, status, balance, held, floor, *rest = record
    minimum, opening, sequence, last_posted_at, product, access = rest
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
        minimum_minor=minimum,
        opening_minor=opening,
        sequence=sequence,
        last_posted_at=sql.to_instant(last_posted_at),
        access=access,
        product=product,
    )


def later(*moments: datetime | None) -> datetime:
    """Return the latest of some instants, to the microsecond, in UTC."""
    return max(moment for moment in moments if moment is not None).astimezone(UTC)
