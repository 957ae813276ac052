"""What happens when movements meet, or when the database goes away. See ADR 0006.

The whole transaction is tried again, never a part of it: after a lock time-out MySQL would keep
what went before the failed statement.
"""

from __future__ import annotations

import functools
import random
import time
from collections.abc import Callable
from typing import Final, ParamSpec

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection

from kernel.ledger import statements
from kernel.ledger.errors import IdempotencyKeyReused, LedgerBusy, OutcomeUnknown
from kernel.ledger.metrics import contention_total
from kernel.ledger.records import Answer, MoneyRequest

MAX_ATTEMPTS: Final = 5
_MYSQL_MET: Final = {1205: "timeout", 1213: "deadlock", 1020: "snapshot"}
_MYSQL_LOST: Final = frozenset({2002, 2003, 2006, 2013, 1053, 1927, 4031})
_POSTGRES_MET: Final = {"40001": "snapshot", "40P01": "deadlock", "55P03": "timeout"}
_POSTGRES_LOST: Final = frozenset({"57P01", "57P02", "57P03", "08006", "08003", "08000"})

_TAKEN: Final = ("ledger_request", "'PRIMARY'", "ledger_account.number", "'number'")

P = ParamSpec("P")


class LostUpdate(DatabaseError):
    """An account changed although its row was locked: never expected, always undone and retried."""


def retry_on_contention(function: Callable[P, Answer]) -> Callable[P, Answer]:
    """Repeat a money command when its transaction met another one.

    The command takes its `request: MoneyRequest` by keyword and opens its own durable transaction.

    Raises:
        LedgerBusy: it met others MAX_ATTEMPTS times; nothing happened.
        OutcomeUnknown: the connection was lost and the key is not there (yet).

    """

    @functools.wraps(function)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> Answer:
        request = kwargs["request"]
        assert isinstance(request, MoneyRequest)
        for number in range(1, MAX_ATTEMPTS + 1):
            try:
                return function(*args, **kwargs)
            except (OperationalError, InterfaceError, IntegrityError, LostUpdate) as failure:
                event = what_happened(failure)
                if event is None:
                    raise
                contention_total.labels(event).inc()
                if event == "lost":
                    return _answer_by_key(request)
            if number < MAX_ATTEMPTS:
                time.sleep(random.uniform(0, 0.01 * 2**number))  # noqa: S311  (jitter)
        raise LedgerBusy

    return attempt


def what_happened(failure: DatabaseError | InterfaceError) -> str | None:
    """Return how a movement met another one or lost the database; None when it is a defect."""
    if isinstance(failure, LostUpdate):
        return "lost_update"
    cause = failure.__cause__
    state = getattr(cause, "sqlstate", None)
    code = failure.args[0] if failure.args else None
    if isinstance(failure, IntegrityError):
        # Two posts of one key met at the request row: the second finds the answer of the first.
        # MariaDB names the key but not its table. A fresh account number that is taken is drawn
        # again in the same way.
        # Its text as it is: as part of a tuple, a key with a quote in it would change the others.
        said = " ".join(str(part) for part in failure.args)
        return "same_key" if any(name in said for name in _TAKEN) else None
    if connection.vendor == "sqlite":
        return "busy" if "locked" in str(failure) else None
    if code in _MYSQL_LOST or state in _POSTGRES_LOST or connection.connection is None:
        return "lost"
    if isinstance(failure, InterfaceError) or "closed" in str(failure):
        return "lost"
    return _MYSQL_MET.get(code) or _POSTGRES_MET.get(state)  # type: ignore[arg-type]


def _answer_by_key(request: MoneyRequest) -> Answer:
    # The commit may have reached the disk before the connection broke. Only the key can tell.
    connection.close()
    try:
        answer = find_answer(request)
    except (OperationalError, InterfaceError):
        connection.close()
        raise OutcomeUnknown from None
    if answer is None:
        raise OutcomeUnknown
    return answer


def find_answer(request: MoneyRequest) -> Answer | None:
    """Return the answer that was kept for this request, or None when it is new.

    Raises:
        IdempotencyKeyReused: the key was used for another request.

    """
    found = statements.find_request(
        actor_id=request.actor_id, operation=request.operation, key_hash=request.key_hash
    )
    if found is None:
        return None
    request_hash, body = found
    if request_hash != request.request_hash:
        raise IdempotencyKeyReused
    return Answer(body=body, replayed=True)
