"""Pay many at once: all or nothing, or each as far as it goes; or only say what would happen."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Refused
from kernel.ledger import commands as ledger
from kernel.ledger import queries as books
from kernel.ledger.contention import find_answer, retry_on_contention
from kernel.ledger.errors import IdempotencyKeyReused
from kernel.ledger.records import Answer, MoneyRequest
from kernel.money import format_amount
from kernel.step_up.proofs import Proof, use_proof
from services.transactions.commands.batch_desk import BatchLine, Desk, Outcome, open_desk
from services.transactions.commands.payer import lock_payer
from services.transactions.models import Batch, BatchItem
from services.transactions.thresholds import amount_of

CHUNK: Final = 1000
_SHOWN: Final = 100


class BatchRefused(Refused):
    """Not every item can be posted, and all were to be; nothing happened."""


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

    `all_or_nothing` is one transaction. `best_effort` posts CHUNK items in a transaction: when it
    is cut off, the same request with the same key goes on with the items that are left.

    Raises:
        BatchRefused: all or nothing, and an item is refused; `extra` lists the first of them.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why the batch is not proven.

    """
    if mode == Batch.Mode.ALL_OR_NOTHING:
        return _post_whole(
            request=request, now=now, lines=lines, source=source, reference=reference, proof=proof
        )
    batch = _begin(
        request=request, now=now, lines=lines, source=source, reference=reference, proof=proof
    )
    if isinstance(batch, Answer):
        return batch
    for start in range(0, len(lines), CHUNK):
        part = lines[start : start + CHUNK]
        _post_part(request=request, batch_id=batch.id, lines=part, now=now)
    return _finish(request=request, batch_id=batch.id, now=now)


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


@retry_on_contention
@transaction.atomic(durable=True)
def _post_whole(
    *,
    request: MoneyRequest,
    now: datetime,
    lines: Sequence[BatchLine],
    source: str,
    reference: str,
    proof: Proof | None,
) -> Answer:
    lock_payer(request.actor_id)
    desk = open_desk(request=request, lines=lines, now=now)
    if desk.posting.answer is not None:
        return desk.posting.answer
    desk.decide(lines)
    refused = [_content(outcome) for outcome in desk.outcomes if outcome.refusal is not None]
    if refused:
        raise BatchRefused(
            f"{len(refused)} of {len(lines)} items are refused.",
            extra={"refused": len(refused), "items": refused[:_SHOWN]},
        )
    total_minor = desk.allowance.total_minor
    if desk.currency is not None and (
        desk.allowance.needs_proof
        or total_minor > amount_of("STEP_UP_ABOVE", currency=desk.currency)
    ):
        _prove(
            request=request,
            proof=proof,
            lines=lines,
            currency=desk.currency,
            amount_minor=total_minor,
            now=now,
        )
    batch = _create(
        request=request,
        mode=Batch.Mode.ALL_OR_NOTHING,
        source=source,
        reference=reference,
        count=len(lines),
        now=now,
    )
    desk.write(batch_id=batch.id)
    batch.status, batch.posted_count, batch.finished_at = Batch.Status.POSTED, len(lines), now
    batch.save(update_fields=["status", "posted_count", "finished_at"])
    return ledger.keep_answer(
        request=request, content=batch_content(batch) | {"balances": desk.balances()}, now=now
    )


@retry_on_contention  # type: ignore[arg-type]
@transaction.atomic(durable=True)
def _begin(
    *,
    request: MoneyRequest,
    now: datetime,
    lines: Sequence[BatchLine],
    source: str,
    reference: str,
    proof: Proof | None,
) -> Batch | Answer:
    # Before anything is posted: a proof is used once, for the whole batch.
    lock_payer(request.actor_id)
    if (answer := find_answer(request)) is not None:
        return answer
    known = Batch.objects.filter(actor_id=request.actor_id, key_hash=request.key_hash).first()
    if known is not None:
        if bytes(known.request_hash) != request.request_hash:
            raise IdempotencyKeyReused
        return known
    desk = open_desk(request=request, lines=lines, now=now)
    desk.decide(lines)
    total_minor = desk.allowance.total_minor
    if desk.currency is not None and (
        desk.allowance.needs_proof
        or total_minor > amount_of("STEP_UP_ABOVE", currency=desk.currency)
    ):
        _prove(
            request=request,
            proof=proof,
            lines=lines,
            currency=desk.currency,
            amount_minor=total_minor,
            now=now,
        )
    return _create(
        request=request,
        mode=Batch.Mode.BEST_EFFORT,
        source=source,
        reference=reference,
        count=len(lines),
        now=now,
    )


@retry_on_contention  # type: ignore[arg-type]
@transaction.atomic(durable=True)
def _post_part(
    *, request: MoneyRequest, batch_id: UUID, lines: Sequence[BatchLine], now: datetime
) -> None:
    Batch.objects.select_for_update().get(id=batch_id)
    if BatchItem.objects.filter(batch_id=batch_id, position=lines[0].position).exists():
        return  # posted before the batch was cut off
    lock_payer(request.actor_id)
    desk = open_desk(request=request, lines=lines, now=now)
    desk.decide(lines)
    desk.write(batch_id=batch_id)


@retry_on_contention
@transaction.atomic(durable=True)
def _finish(*, request: MoneyRequest, batch_id: UUID, now: datetime) -> Answer:
    batch = Batch.objects.select_for_update().get(id=batch_id)
    if (answer := find_answer(request)) is not None:
        return answer
    posted = BatchItem.objects.filter(batch_id=batch_id, status=BatchItem.Status.POSTED).count()
    batch.posted_count, batch.refused_count = posted, batch.item_count - posted
    batch.status = _status(batch.item_count, posted)
    batch.finished_at = now
    batch.save(update_fields=["posted_count", "refused_count", "status", "finished_at"])
    return ledger.keep_answer(
        request=request,
        content=batch_content(batch) | {"balances": _balances(batch, person_id=request.actor_id)},
        now=now,
    )


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


def _create(
    *, request: MoneyRequest, mode: str, source: str, reference: str, count: int, now: datetime
) -> Batch:
    return Batch.objects.create(
        actor_id=request.actor_id,
        key_hash=request.key_hash,
        request_hash=request.request_hash,
        source=source,
        reference=reference,
        mode=mode,
        item_count=count,
        created_at=now,
    )


def _prove(
    *,
    request: MoneyRequest,
    proof: Proof | None,
    lines: Sequence[BatchLine],
    currency: str,
    amount_minor: int,
    now: datetime,
) -> None:
    use_proof(
        proof=proof,
        person_id=request.actor_id,
        operation="pay_batch",
        facts={
            "count": str(len(lines)),
            "amount": format_amount(amount_minor, currency=currency),
            "currency": currency,
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


def _balances(batch: Batch, *, person_id: UUID) -> list[dict[str, str]]:
    items = BatchItem.objects.filter(batch_id=batch.id, status=BatchItem.Status.POSTED)
    references = set(items.values_list("from_account", flat=True).distinct())
    paid = set(books.find_account_ids(references).values())
    return [
        {
            "account": str(account.id),
            "balance": format_amount(account.balance_minor, currency=account.currency),
            "available": format_amount(account.available_minor, currency=account.currency),
        }
        for account in books.list_held_accounts(person_id=person_id)
        if account.id in paid
    ]


__all__ = ["BatchLine", "BatchRefused", "Desk", "digest_of", "post_batch", "try_batch"]
