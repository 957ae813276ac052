"""Keep the answer of a money request with the money it moved."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import connection

from kernel.ledger import statements
from kernel.ledger.records import Answer, MoneyRequest


def keep_answer(*, request: MoneyRequest, content: dict[str, Any], now: datetime) -> Answer:
    """Store what will be answered, in the caller's transaction, and return it.

    Raises:
        IntegrityError: another request took the key meanwhile; the retry finds its answer.

    """
    assert connection.in_atomic_block
    answer = Answer.of(content)
    statements.insert_request(
        [
            request.actor_id,
            request.operation,
            request.key_hash,
            request.request_hash,
            answer.body,
            now,
        ]
    )
    return answer
