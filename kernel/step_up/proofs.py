"""Using the proof of a fresh factor: once, by its person, for what it approves."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from kernel.step_up.digest import facts_digest
from kernel.step_up.errors import StepUpExpired, StepUpMismatch, StepUpRequired, StepUpUsed
from kernel.step_up.models import Use
from kernel.step_up.operations import OPERATIONS

# How long a proof may live, and how far the clocks of two machines may differ.
MAX_LIFE: Final = timedelta(minutes=5)
LEEWAY: Final = timedelta(seconds=10)


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """What auth has signed: this person has shown a fresh factor for these facts."""

    jti: str
    person_id: UUID
    operation: str
    facts_sha256: str
    expires_at: datetime


def use_proof(
    *,
    proof: Proof | None,
    person_id: UUID,
    operation: str,
    facts: Mapping[str, str],
    now: datetime,
) -> None:
    """Use up a proof, in the command's transaction: what is undone leaves the proof unused.

    Every refusal carries the operation and its facts, so that the client can ask for a new proof.

    Raises:
        StepUpRequired: there is no proof.
        StepUpMismatch: it is somebody else's, or for another operation or other facts.
        StepUpExpired: it is too old.
        StepUpUsed: it was used.

    """
    assert set(facts) == set(OPERATIONS[operation].facts), f"not the facts of {operation}"
    assert connection.in_atomic_block, "the proof is used by the transaction that it approves"
    wanted = {"step_up": {"operation": operation, "facts": dict(facts)}}
    if proof is None:
        raise StepUpRequired(extra=wanted)
    if not _is_for(proof, person_id=person_id, operation=operation, facts=facts):
        raise StepUpMismatch(extra=wanted)
    if proof.expires_at + LEEWAY <= now:
        raise StepUpExpired(extra=wanted)
    if proof.expires_at > now + MAX_LIFE + LEEWAY:
        raise StepUpMismatch(extra=wanted)
    if not _is_first_use(proof, now=now):
        raise StepUpUsed(extra=wanted)


def purge_uses(*, now: datetime, limit: int = 2000) -> int:
    """Delete up to `limit` uses of proofs that have long expired and return how many went."""
    old = Use.objects.filter(expires_at__lt=now - 2 * MAX_LIFE).order_by("expires_at")
    deleted, _ = Use.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:limit])).delete()
    return deleted


def _is_for(proof: Proof, *, person_id: UUID, operation: str, facts: Mapping[str, str]) -> bool:
    digest = facts_digest(operation=operation, facts=facts)
    return (
        proof.person_id == person_id
        and proof.operation == operation
        and hmac.compare_digest(proof.facts_sha256.encode(), digest.encode())
    )


def _is_first_use(proof: Proof, *, now: datetime) -> bool:
    # The second of two uses at once waits here until the first commits or is undone. A savepoint,
    # because PostgreSQL lets nothing follow a failed statement otherwise.
    try:
        with transaction.atomic():
            Use.objects.create(
                jti=proof.jti,
                person_id=proof.person_id,
                operation=proof.operation,
                used_at=now,
                expires_at=proof.expires_at,
            )
    except IntegrityError:
        return False
    return True
