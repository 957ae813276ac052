"""Prove every invariant of the books."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from kernel import sql
from kernel.ledger.invariants import INVARIANTS
from kernel.ledger.metrics import broken_invariants, check_duration, check_last_success


def check_ledger(
    *, now: datetime, progress: Callable[[str, int], None] = lambda _name, _broken: None
) -> dict[str, int]:
    """Count the rows that break each invariant, all in one view of the data; export them.

    `progress` is called with each invariant's name and count. The time of the last success moves
    only when every count is zero.
    """
    started = time.monotonic()
    counts: dict[str, int] = {}
    with _one_view():
        for invariant in INVARIANTS:
            found = sql.row(f"SELECT COUNT(*) FROM ({invariant.broken}) AS broken")
            assert found is not None
            counts[invariant.name] = int(found[0])
            broken_invariants.labels(invariant.name).set(counts[invariant.name])
            progress(invariant.name, counts[invariant.name])
    check_duration.set(time.monotonic() - started)
    if not any(counts.values()):
        check_last_success.set(now.timestamp())
    return counts


@contextmanager
def _one_view() -> Iterator[None]:
    # READ COMMITTED would let every query see another state of the books.
    if connection.vendor == "mysql" and not connection.in_atomic_block:
        sql.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    with transaction.atomic(), _sums_made_once():
        yield


@contextmanager
def _sums_made_once() -> Iterator[None]:
    # MariaDB would sum an account's days again for each of its rows: minutes instead of seconds.
    is_mariadb = getattr(connection, "mysql_is_mariadb", False)
    if is_mariadb:
        sql.execute("SET SESSION optimizer_switch = 'split_materialized=off'")
    try:
        yield
    finally:
        if is_mariadb:
            sql.execute("SET SESSION optimizer_switch = DEFAULT")
