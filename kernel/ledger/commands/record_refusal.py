"""Remember that a movement was declined."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import BankError, Refused
from kernel.ids import parse_id
from kernel.ledger.errors import IdempotencyKeyReused
from kernel.ledger.metrics import transfers_total
from kernel.ledger.models import Refusal
from kernel.ledger.records import MoneyRequest
from kernel.outbox.models import Event

DECLINED: Final = "movement.declined"
_AMOUNT: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,4})?")
_DETAIL_LENGTH: Final = 200


def record_refusal(
    *,
    request: MoneyRequest,
    refusal: BankError,
    now: datetime,
    wanted: object = None,
    tell: bool = False,
) -> None:
    """Write who was refused what and why, after the refused transaction was undone.

    A refusal binds no key: the same request may succeed later. `wanted` is the body as the client
    wrote it; of it the paying account and the amount are kept. With `tell`, what the bank's rules
    declined becomes an event; a mistake in the request does not.
    """
    with transaction.atomic():
        row = Refusal.objects.create(
            actor_id=request.actor_id,
            operation=request.operation,
            code=refusal.code,
            detail=refusal.detail[:_DETAIL_LENGTH],
            account_id=_account(wanted),
            amount=_amount(wanted),
            request_hash=request.request_hash,
            refused_at=now,
        )
        if tell and isinstance(refusal, Refused) and not isinstance(refusal, IdempotencyKeyReused):
            Event.objects.create(name=DECLINED, payload={"refusal_id": str(row.id)}, created_at=now)
    transfers_total.labels(request.operation, "declined", refusal.code).inc()


def _account(wanted: object) -> UUID | None:
    if not isinstance(wanted, Mapping):
        return None
    return parse_id(wanted.get("from_account", wanted.get("account")))


def _amount(wanted: object) -> str:
    text = wanted.get("amount") if isinstance(wanted, Mapping) else None
    return text if isinstance(text, str) and _AMOUNT.fullmatch(text) else ""
