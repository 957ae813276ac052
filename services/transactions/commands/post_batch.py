"""Pay many at once: all or nothing, or each as far as it goes; or only say what would happen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from kernel.errors import Refused
from kernel.ledger import commands as ledger
from kernel.ledger.contention import retry_on_contention
from kernel.ledger.errors import IdempotencyKeyReused
from kernel.ledger.records import Answer, MoneyRequest
from kernel.money import format_amount
from kernel.step_up.proofs import Proof, use_proof
from services.transactions.commands.batch_desk import BatchLine, Desk, Outcome, open_desk
from services.transactions.commands.payer import lock_payer
from services.transactions.models import Batch, BatchItem
from services.transactions.thresholds import amount_of

_SHOWN: Final = 100


class BatchRefused(Refused):
    """Not every item can be posted, and all were to be; nothing happened."""


@retry_on_contention
@transaction.atomic(durable=True)
def post_batch(
    *,
    request: MoneyRequest,
    now: datetime,
    lines: Sequence[BatchLine],
    mode: str,
    source: str = "json",
    reference: str = "",
    proof: Proof | None = None,
) -> Answer:
    """Post a batch and answer with what became of it; the items are listed apart.

    One transaction, in which each item is decided once: cut off, nothing has happened, and the same
    request with the same key posts it. `all_or_nothing` refuses the batch when an item is refused,
    `best_effort` posts the others.

    Raises:
        IdempotencyKeyReused: there is a batch of this key, and its answer is not kept any more.
        BatchRefused: all or nothing, and an item is refused; `extra` lists the first of them.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why the batch is not proven.

    """
    lock_payer(request.actor_id)
    desk = open_desk(request=request, lines=lines, now=now)
    if desk.posting.answer is not None:
        return desk.posting.answer
    # A batch keeps its key for longer than answers are kept.
    if Batch.objects.filter(actor_id=request.actor_id, key_hash=request.key_hash).exists():
        raise IdempotencyKeyReused
    desk.decide(lines)
    refused = [outcome for outcome in desk.outcomes if outcome.refusal is not None]
    if refused and mode == Batch.Mode.ALL_OR_NOTHING:
        raise BatchRefused(
            f"{len(refused)} of {len(lines)} items are refused.",
            extra={
                "refused": len(refused),
                "items": [_content(outcome) for outcome in refused[:_SHOWN]],
            },
        )
    _prove_if_large(desk, request=request, proof=proof, lines=lines, now=now)
    posted = len(lines) - len(refused)
    batch = Batch.objects.create(
        actor_id=request.actor_id,
        key_hash=request.key_hash,
        request_hash=request.request_hash,
        source=source,
        reference=reference,
        mode=mode,
        item_count=len(lines),
        posted_count=posted,
        refused_count=len(refused),
        status=_status(len(lines), posted),
        created_at=now,
        finished_at=now,
    )
    desk.write(batch_id=batch.id)
    return ledger.keep_answer(
        request=request, content=batch_content(batch) | {"balances": desk.balances()}, now=now
    )


@transaction.atomic
def try_batch(
    *, request: MoneyRequest, now: datetime, lines: Sequence[BatchLine], mode: str
) -> dict[str, Any]:
    """Return what would become of a batch now, and the balances that it would leave.

    Everything is decided under the same locks and rules, and nothing is written.
    """
    lock_payer(request.actor_id)
    desk = open_desk(request=request, lines=lines, now=now)
    before = desk.balances()
    desk.decide(lines)
    refused = sum(1 for outcome in desk.outcomes if outcome.refusal is not None)
    nothing = refused > 0 and mode == Batch.Mode.ALL_OR_NOTHING
    transaction.set_rollback(True)
    return {
        "status": _status(len(lines), 0 if nothing else len(lines) - refused),
        "mode": mode,
        "dry_run": True,
        "count": len(lines),
        "posted": 0 if nothing else len(lines) - refused,
        "refused": refused,
        "balances": before if nothing else desk.balances(),
        "items": [_content(outcome) for outcome in desk.outcomes],
    }


def batch_content(batch: Batch) -> dict[str, Any]:
    """Return a batch as it is answered."""
    return {
        "id": str(batch.id),
        "status": batch.status,
        "mode": batch.mode,
        "dry_run": False,
        "source": batch.source,
        "reference": batch.reference,
        "count": batch.item_count,
        "posted": batch.posted_count,
        "refused": batch.refused_count,
        "created_at": batch.created_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
    }


def item_content(item: BatchItem) -> dict[str, Any]:
    """Return the result of an item as it is answered."""
    return {
        "position": item.position,
        "status": item.status,
        "from_account": item.from_account,
        "to_account": item.to_account,
        "amount": item.amount,
        "reference": item.reference,
        "transfer_id": None if item.transfer_id is None else str(item.transfer_id),
        "code": item.code or None,
        "detail": item.detail or None,
    }


def _content(outcome: Outcome) -> dict[str, Any]:
    # Before it is written: as `item_content`, without the transfer's id, which is not given yet.
    line, refusal = outcome.line, outcome.refusal
    return {
        "position": line.position,
        "status": "posted" if refusal is None else "refused",
        "from_account": line.from_account,
        "to_account": line.to_account,
        "amount": str(line.amount)[:24],
        "reference": line.reference,
        "transfer_id": None,
        "code": None if refusal is None else refusal.code,
        "detail": None if refusal is None else refusal.detail,
    }


def _status(count: int, posted: int) -> str:
    if posted == count:
        return str(Batch.Status.POSTED)
    return str(Batch.Status.PARTLY_POSTED if posted else Batch.Status.REFUSED)


def _prove_if_large(
    desk: Desk,
    *,
    request: MoneyRequest,
    proof: Proof | None,
    lines: Sequence[BatchLine],
    now: datetime,
) -> None:
    total_minor = desk.allowance.total_minor
    if desk.currency is None:
        return
    above = amount_of("STEP_UP_ABOVE", currency=desk.currency)
    if not desk.allowance.needs_proof and total_minor <= above:
        return
    use_proof(
        proof=proof,
        person_id=request.actor_id,
        operation="pay_batch",
        facts={
            "count": str(len(lines)),
            "amount": format_amount(total_minor, currency=desk.currency),
            "currency": desk.currency,
            "digest": digest_of(lines),
        },
        now=now,
    )


def digest_of(lines: Sequence[BatchLine]) -> str:
    """Return the SHA-256 of all lines: what a person approves is these and no others."""
    content = [
        [line.from_account, line.to_account, str(line.amount), line.note, line.reference]
        for line in lines
    ]
    text = json.dumps(content, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


__all__ = ["BatchLine", "BatchRefused", "Desk", "digest_of", "post_batch", "try_batch"]
