"""Remember that a movement was declined."""

from __future__ import annotations

from datetime import datetime

from kernel.errors import BankError
from kernel.ledger.metrics import transfers_total
from kernel.ledger.models import Refusal
from kernel.ledger.records import MoneyRequest


def record_refusal(*, request: MoneyRequest, refusal: BankError, now: datetime) -> None:
    """Write who was refused what and why, after the refused transaction was undone.

    A refusal binds no key: the same request may succeed later.
    """
    Refusal.objects.create(
        actor_id=request.actor_id,
        operation=request.operation,
        code=refusal.code,
        request_hash=request.request_hash,
        refused_at=now,
    )
    transfers_total.labels(request.operation, "declined", refusal.code).inc()
