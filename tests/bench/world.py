"""The accounts that are measured, written as plain rows: valid books, made in seconds."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import MySQLdb

from config.databases import MYSQL_START
from kernel.ids import new_id
from kernel.ledger.internal import PURPOSES, internal_id, internal_number
from kernel.ledger.sides import new_transfer_id

CURRENCY: Final = "EUR"
FUNDS_MINOR: Final = 100_000_000
ACCOUNTS_PER_PERSON: Final = 5
# History lies on this many balanced days before the open one.
DAYS: Final = 100
SESSION: Final = (
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    MYSQL_START,
    "SET time_zone = '+00:00'",
)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """An account and the person who owns it."""

    account_id: uuid.UUID
    person_id: uuid.UUID
    number: str


def connect(url: str) -> Any:
    """Return a connection as the bank's own are: no autocommit, READ COMMITTED, strict."""
    parts = urlsplit(url)
    connection = MySQLdb.connect(
        host=parts.hostname,
        port=parts.port,
        user=parts.username,
        password=unquote(parts.password or ""),
        database=parts.path.strip("/"),
        charset="utf8mb4",
        binary_prefix=True,
        autocommit=False,
    )
    with connection.cursor() as cursor:
        for statement in SESSION:
            cursor.execute(statement)
    return connection


@contextmanager
def session(url: str) -> Iterator[Any]:
    """Give a cursor and commit at the end."""
    connection = connect(url)
    try:
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    finally:
        connection.close()


def open_days(url: str, *, now: datetime) -> None:
    """Write the balanced days of the past and open today's."""
    today = now.date()
    days = [today - timedelta(days=back) for back in range(DAYS, 0, -1)]
    past = [(day, "balanced", midnight(day), midnight(day + timedelta(days=1))) for day in days]
    with session(url) as cursor:
        cursor.executemany(
            "INSERT INTO ledger_day (business_date, status, opened_at, closed_at) "
            "VALUES (%s, %s, %s, %s)",
            [*past, (today, "open", midnight(today), None)],
        )
        _insert_accounts(
            cursor,
            [
                (
                    internal_id(purpose=purpose, currency=CURRENCY).bytes,
                    internal_number(purpose=purpose, currency=CURRENCY),
                    title,
                    "internal",
                    midnight(days[0]),
                )
                for purpose, title in PURPOSES.items()
            ],
        )


def midnight(day: date) -> datetime:
    """Return the start of a day as the database keeps it: UTC without a zone."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)


def open_accounts(url: str, *, count: int, prefix: str, now: datetime) -> list[Holding]:
    """Write accounts with an owner and one funding deposit each, on the first past day."""
    people = [new_id() for _ in range(-(-count // ACCOUNTS_PER_PERSON))]
    held = [
        Holding(
            account_id=new_id(),
            person_id=people[place // ACCOUNTS_PER_PERSON],
            number=f"DE00{prefix}{place:014d}",
        )
        for place in range(count)
    ]
    first = now.date() - timedelta(days=DAYS)
    funded_at = midnight(first) + timedelta(seconds=1)
    cash = internal_id(purpose="cash", currency=CURRENCY).bytes
    with session(url) as cursor:
        _insert_accounts(
            cursor,
            [
                (one.account_id.bytes, one.number, "A. Customer", "customer", midnight(first))
                for one in held
            ],
        )
        cursor.executemany(
            "INSERT INTO ledger_holder (person_id, account_id, access) VALUES (%s, %s, 'owner')",
            [(one.person_id.bytes, one.account_id.bytes) for one in held],
        )
        deposits = [(one.account_id.bytes, new_transfer_id().bytes) for one in held]
        cursor.executemany(
            "INSERT INTO ledger_transfer (id, kind, debit_account_id, credit_account_id, "
            "credit_sequence, amount_minor, currency, business_date, value_date, posted_at) "
            "VALUES (%s, 'deposit', %s, %s, 1, %s, %s, %s, %s, %s)",
            [
                (transfer, cash, account, FUNDS_MINOR, CURRENCY, first, first, funded_at)
                for account, transfer in deposits
            ],
        )
        cursor.executemany(
            "INSERT INTO ledger_entry (account_id, sequence, transfer_id, type, amount_minor, "
            "balance_minor, business_date, value_date, posted_at) "
            "VALUES (%s, 1, %s, 'deposit', %s, %s, %s, %s, %s)",
            [
                (account, transfer, FUNDS_MINOR, FUNDS_MINOR, first, first, funded_at)
                for account, transfer in deposits
            ],
        )
        cursor.executemany(
            "INSERT INTO ledger_day_balance (account_id, value_date, balance_minor, through_date) "
            "VALUES (%s, %s, %s, %s)",
            [(account, first, FUNDS_MINOR, first) for account, _ in deposits],
        )
        cursor.execute(
            "UPDATE ledger_account SET balance_minor = %s, sequence = 1, last_posted_at = %s "
            "WHERE kind = 'customer' AND sequence = 0",
            [FUNDS_MINOR, funded_at],
        )
    return held


def _insert_accounts(cursor: Any, records: Sequence[tuple[Any, ...]]) -> None:
    cursor.executemany(
        "INSERT INTO ledger_account (id, number, title, currency, kind, status, balance_minor, "
        "held_minor, floor_minor, sequence, opened_at) "
        f"VALUES (%s, %s, %s, '{CURRENCY}', %s, 'open', 0, 0, 0, 0, %s)",
        records,
    )


def settle(url: str, *, seconds: float = 30.0) -> int:
    """Let the server write what the filling left dirty, so that it is not paid by a measurement.

    Returns the dirty pages that are left.
    """
    names = ("max_dirty_pages_pct_lwm", "max_dirty_pages_pct", "io_capacity", "io_capacity_max")
    with session(url) as cursor:
        cursor.execute("SELECT " + ", ".join(f"@@innodb_{name}" for name in names))
        usual = cursor.fetchone()
        for name, value in zip(reversed(names), (20_000, 20_000, 0, 0), strict=True):
            cursor.execute(f"SET GLOBAL innodb_{name} = {value}")
        deadline = time.monotonic() + seconds
        while (left := _dirty(cursor)) > 100 and time.monotonic() < deadline:
            time.sleep(0.2)
        for name, value in zip(names[1::-1] + names[2:], usual[1::-1] + usual[2:], strict=True):
            cursor.execute(f"SET GLOBAL innodb_{name} = {value}")
    return left


def _dirty(cursor: Any) -> int:
    cursor.execute("SHOW GLOBAL STATUS LIKE 'Innodb_buffer_pool_pages_dirty'")
    return int(cursor.fetchone()[1])
