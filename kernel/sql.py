"""Hand-written SQL that runs on MySQL, MariaDB, SQLite and PostgreSQL.

Only the ledger's hot path, its proofs and what every payment asks first write SQL by hand;
everything else uses the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

# SQLite takes 32,766 parameters; a table of the ledger has at most 15 columns.
ROWS_AT_ONCE: Final = 1000

FOR_UPDATE = {"mysql": " FOR UPDATE", "postgresql": " FOR UPDATE"}
# MariaDB has no FOR SHARE; MySQL understands both.
FOR_SHARE = {"mysql": " LOCK IN SHARE MODE", "postgresql": " FOR SHARE"}


def for_update() -> str:
    """Return the clause that locks rows for writing; SQLite locks the whole file already."""
    return FOR_UPDATE.get(connection.vendor, "")


def for_share() -> str:
    """Return the clause that locks rows against writers."""
    return FOR_SHARE.get(connection.vendor, "")


def parameters(values: Iterable[Any]) -> list[Any]:
    """Return values as the current engine's driver wants them.

    The engine is asked once: looking it up costs more than the conversion.
    """
    operations, is_postgresql = connection.ops, connection.vendor == "postgresql"
    adapted: list[Any] = []
    for value in values:
        if isinstance(value, UUID):
            adapted.append(value if is_postgresql else value.bytes)
        elif isinstance(value, datetime):
            adapted.append(operations.adapt_datetimefield_value(value))
        elif isinstance(value, date):
            adapted.append(operations.adapt_datefield_value(value))
        else:
            adapted.append(value)
    return adapted


def _is_direct() -> bool:
    """Return whether statements go to the driver without a cursor: MySQL, and nobody listens."""
    return (
        connection.vendor == "mysql"
        and not connection.execute_wrappers
        and not connection.queries_logged
    )


def _run(statement: str, values: Iterable[Any]) -> tuple[tuple[tuple[Any, ...], ...], int]:
    found: tuple[tuple[tuple[Any, ...], ...], int] = connection.run(  # type: ignore[attr-defined]
        statement % _texts(values)
    )
    return found


def execute(statement: str, values: Iterable[Any] = ()) -> int:
    """Run a statement and return how many rows it changed."""
    if _is_direct():
        return _run(statement, values)[1]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        return int(cursor.rowcount)


def insert_many(table: str, columns: str, records: Sequence[Sequence[Any]]) -> None:
    """Insert rows with a statement for each ROWS_AT_ONCE of them."""
    if not records:
        return
    one = f"({marks(len(records[0]))})"
    for start in range(0, len(records), ROWS_AT_ONCE):
        part = records[start : start + ROWS_AT_ONCE]
        head = f"INSERT INTO {table} ({columns}) VALUES "  # noqa: S608  (names from this tree)
        if connection.vendor == "mysql":
            with connection.cursor() as cursor:
                cursor.execute(head + _written(part))
        else:
            execute(
                head + ", ".join([one] * len(part)),
                [value for record in part for value in record],
            )


def _written(records: Sequence[Sequence[Any]]) -> str:
    # mysqlclient puts values into the text one by one, at three microseconds each; hundreds of
    # thousands of numbers, ids and days of the same few kinds are written out faster here. Text
    # that a person wrote goes through the driver's own quoting.
    known: dict[Any, str] = {}
    return ",".join([f"({','.join(_texts(record, known=known))})" for record in records])


def _texts(values: Iterable[Any], *, known: dict[Any, str] | None = None) -> tuple[str, ...]:
    """Return values as they are written into SQL for MySQL."""
    known = {} if known is None else known
    texts: list[str] = []
    for value in values:
        kind = type(value)
        if kind is int:
            texts.append(str(value))
        elif kind is UUID:
            texts.append(f"x'{value.hex}'")
        else:
            # By kind too: True is 1 to a dictionary, and so is a Decimal.
            if (kind, value) not in known:
                known[kind, value] = _literal(value)
            texts.append(known[kind, value])
    return tuple(texts)


def _literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, str):
        connection.ensure_connection()
        return str(connection.connection.literal(value), "utf-8")
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("An instant has a zone.")
        return f"'{value.astimezone(UTC).replace(tzinfo=None)}'"
    if isinstance(value, date):
        return f"'{value.isoformat()}'"
    message = f"{type(value).__name__} is not written into SQL"
    raise TypeError(message)


def rows(statement: str, values: Iterable[Any] = ()) -> Sequence[tuple[Any, ...]]:
    """Run a query and return all its rows."""
    if _is_direct():
        return _run(statement, values)[0]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(statement: str, values: Iterable[Any] = ()) -> tuple[Any, ...] | None:
    """Run a query and return its first row, or None."""
    if _is_direct():
        return next(iter(_run(statement, values)[0]), None)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


@contextmanager
def one_view() -> Iterator[None]:
    """Let all queries inside see one state of the database; nothing is to be written in it.

    Inside a transaction that has begun already it is that one's view.
    """
    # READ COMMITTED would let every query see another state.
    if connection.vendor == "mysql" and not connection.in_atomic_block:
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with transaction.atomic():
        yield


def force_index(name: str) -> str:
    """Return the clause that makes MySQL use an index; other engines choose it themselves.

    MariaDB prefers the account alone over (account, instant) and then reads half the history.
    """
    return f" FORCE INDEX ({name})" if connection.vendor == "mysql" else ""


def marks(count: int) -> str:
    """Return `count` parameter marks: 3 is "%s, %s, %s"."""
    return ", ".join(["%s"] * count)


def to_date(value: Any) -> date:
    """Return a day that a query read; SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def to_instant(value: Any) -> datetime | None:
    """Return an instant in UTC that a query read; SQLite gives text, MySQL no zone."""
    if value is None:
        return None
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@contextmanager
def unhurried(*, seconds: int) -> Iterator[None]:
    """Let the transaction inside stand still for a while: for work that thinks between statements.

    MariaDB ends a transaction whose client says nothing for some seconds, so that a process that
    hangs holds nobody up. A file of ten thousand rows is sealed and hashed for longer than that.
    """
    if not getattr(connection, "mysql_is_mariadb", False):
        yield
        return
    names = ("idle_transaction_timeout", "idle_write_transaction_timeout")
    with connection.cursor() as cursor:
        cursor.execute("SET " + ", ".join(f"SESSION {name} = {seconds:d}" for name in names))
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET " + ", ".join(f"SESSION {name} = DEFAULT" for name in names))
