"""Hand-written SQL that runs on MySQL, MariaDB, SQLite and PostgreSQL.

Only the ledger's hot path and its proofs write SQL by hand; everything else uses the ORM.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

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


def execute(statement: str, values: Iterable[Any] = ()) -> int:
    """Run a statement and return how many rows it changed."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        return int(cursor.rowcount)


def rows(statement: str, values: Iterable[Any] = ()) -> Sequence[tuple[Any, ...]]:
    """Run a query and return all its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def row(statement: str, values: Iterable[Any] = ()) -> tuple[Any, ...] | None:
    """Run a query and return its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters(values))
        found: tuple[Any, ...] | None = cursor.fetchone()
        return found


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
