"""Reads through the bank's own queries: how long, and how many rows the server touched."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.bench.world import DAYS, Holding, midnight

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Read:
    """One question about one account."""

    question: str
    movements: int
    milliseconds: float
    rows_read: int
    queries: int


def measure_reads(accounts: dict[int, Holding], *, now: datetime, repeat: int) -> list[Read]:
    """Return every read of accounts with so many movements each."""
    return [
        _measure(question, ask, movements=movements, repeat=repeat)
        for question in _QUESTIONS
        for movements, one in accounts.items()
        for ask in [_asking(question, one, now=now)]
    ]


_QUESTIONS = (
    "balance",
    "balance at an instant",
    "balance on a day",
    "first page of history",
    "a page in the middle",
)


def _asking(question: str, one: Holding, *, now: datetime) -> Callable[[], object]:
    from kernel.ledger.queries import TransactionFilter
    from services.transactions import queries

    whose: dict[str, Any] = {"person_id": one.person_id, "account_id": one.account_id}
    middle = now.date() - timedelta(days=DAYS // 2)
    page: dict[str, Any] = {
        **whose,
        "keep": TransactionFilter(),
        "min_amount": None,
        "max_amount": None,
        "order": "-posted_at",
        "limit": PAGE,
    }
    # A cursor is a position: an instant in the past, behind every sequence of that instant.
    instant = midnight(middle).replace(tzinfo=UTC)
    cursor = ["-posted_at", instant.isoformat(), str(one.account_id), _middle(one)]
    asks: dict[str, Callable[[], object]] = {
        "balance": lambda: queries.get_balance(**whose, at=None, now=now),
        "balance at an instant": lambda: queries.get_balance(**whose, at=instant, now=now),
        "balance on a day": lambda: queries.get_balance(**whose, at=middle, now=now),
        "first page of history": lambda: queries.list_transactions(**page, cursor=None),
        "a page in the middle": lambda: queries.list_transactions(**page, cursor=cursor),
    }
    return asks[question]


def _middle(one: Holding) -> int:
    from kernel import sql

    found = sql.row("SELECT sequence FROM ledger_account WHERE id = %s", [one.account_id])
    assert found is not None
    # Well over a page lies before it.
    return max(int(found[0]) // 2, PAGE + 30)


def _measure(question: str, ask: Callable[[], object], *, movements: int, repeat: int) -> Read:
    ask()
    noise = _rows_read() - _rows_read()  # asking for the status reads rows too
    before = _rows_read()
    ask()
    rows_read = _rows_read() - before + noise
    took = []
    for _ in range(repeat):
        started = time.perf_counter()
        ask()
        took.append(time.perf_counter() - started)
    return Read(
        question=question,
        movements=movements,
        milliseconds=statistics.median(took) * 1000,
        rows_read=rows_read,
        queries=count_statements(ask),
    )


def _rows_read() -> int:
    from kernel import sql

    return sum(int(value) for _, value in sql.rows("SHOW SESSION STATUS LIKE 'Handler_read%%'"))


def count_statements(ask: Callable[[], object]) -> int:
    """Return how many statements Django sends for a call, without BEGIN and COMMIT."""
    from django.db import connection

    sent: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        ask()
    return len(sent)


def count_round_trips(ask: Callable[[], object]) -> int:
    """Return how many statements the server got for a call, transaction control included."""
    from kernel import sql

    def asked() -> int:
        return sum(int(value) for _, value in sql.rows("SHOW SESSION STATUS LIKE 'Questions'"))

    before = asked()
    ask()
    return asked() - before - 1
