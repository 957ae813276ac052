"""Batches: how many transfers a second one connection posts set-based, from request to commit.

Each is what `POST /transfer-batches` carries out: one payer, as many payees as items, every rule of
a single payment (access, limits, cooling-off of payees), the result of each item, and one event for
each account. `ledger` is the posting alone: locks, decisions, rows, commit.
"""

from __future__ import annotations

import statistics
import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.bench.world import Holding

ITEMS = 10_000


@dataclass(kw_only=True)
class Batches:
    """What was measured: transfers per second of each round."""

    items: int
    ledger: list[float] = field(default_factory=list)
    service: list[float] = field(default_factory=list)
    best_effort: list[float] = field(default_factory=list)
    http: list[float] = field(default_factory=list)
    posted: int = 0

    def median(self, name: str) -> float:
        """Return the median of a way over its rounds."""
        return float(statistics.median(getattr(self, name)))


def measure_batches(
    held: list[Holding], tokens: dict[uuid.UUID, str], *, rounds: int, items: int = ITEMS
) -> Batches:
    """Post batches from the first account to all others, in each way in turns."""
    from django.conf import settings

    # What is measured is posting, so nothing is asked for and nothing is refused.
    for name in ("LIMIT_TRANSFER", "LIMIT_DAY", "LIMIT_WEEK", "LIMIT_MONTH"):
        setattr(settings, name, "100000000")
    settings.STEP_UP_ABOVE = settings.STEP_UP_NEW_PAYEE_ABOVE = "100000000"
    payer, payees = held[0], held[1:]
    wanted = [payees[number % len(payees)] for number in range(items)]
    found = Batches(items=items)
    for number in range(rounds + 1):
        ledger, service, best_effort, http = (
            _ledger(payer, wanted),
            _service(payer, wanted, mode="all_or_nothing"),
            _service(payer, wanted, mode="best_effort"),
            _http(payer, wanted, token=tokens[payer.person_id]),
        )
        found.posted += 4 * items
        if number:  # the first one warms up
            found.ledger.append(items / ledger)
            found.service.append(items / service)
            found.best_effort.append(items / best_effort)
            found.http.append(items / http)
    return found


def _request(payer: Holding, operation: str) -> Any:
    from kernel.ledger.records import MoneyRequest

    return MoneyRequest.make(
        actor_id=payer.person_id, operation=operation, key=uuid.uuid4().hex, body={}
    )


def _ledger(payer: Holding, payees: list[Holding]) -> float:
    from django.db import transaction

    from kernel.ledger import commands

    ids = [payer.account_id, *(one.account_id for one in payees)]
    started = time.perf_counter()
    with transaction.atomic():
        posting = commands.begin_posting(
            request=_request(payer, "batch"), account_ids=ids, now=datetime.now(UTC)
        )
        debit = posting.accounts[payer.account_id]
        plan, results = commands.plan_transfers(
            posting,
            [
                commands.Order(debit=debit, credit=posting.accounts[one.account_id], amount_minor=1)
                for one in payees
            ],
        )
        commands.post_transfers(plan, batch_id=uuid.uuid4())
    spent = time.perf_counter() - started
    assert all(isinstance(one, uuid.UUID) for one in results)
    return spent


def _service(payer: Holding, payees: list[Holding], *, mode: str) -> float:
    from services.transactions.commands import post_batch
    from services.transactions.commands.batch_desk import BatchLine

    lines = [
        BatchLine(
            position=number,
            from_account=str(payer.account_id),
            to_account=one.number,
            amount="0.01",
        )
        for number, one in enumerate(payees, start=1)
    ]
    started = time.perf_counter()
    answer = post_batch(
        request=_request(payer, "batch"),
        now=datetime.now(UTC),
        lines=lines,
        mode=mode,
    )
    spent = time.perf_counter() - started
    assert '"status":"posted"' in answer.body
    return spent


def _http(payer: Holding, payees: list[Holding], *, token: str) -> float:
    import io
    import json

    from config.wsgi import application

    body = json.dumps(
        {
            "transfers": [
                {
                    "from_account": str(payer.account_id),
                    "to_account": one.number,
                    "amount": "0.01",
                }
                for one in payees
            ]
        }
    ).encode()
    environ = {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/api/v1/transfer-batches",
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "127.0.0.1",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_IDEMPOTENCY_KEY": uuid.uuid4().hex,
        "CONTENT_TYPE": "application/json",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    said: list[str] = []
    started = time.perf_counter()
    start: Any = lambda status, _headers: said.append(status)  # noqa: E731
    response: Any = application(environ, start)
    content = b"".join(response)
    response.close()
    spent = time.perf_counter() - started
    assert said[0].startswith("201"), content[:500]
    return spent
