"""When a payment needs a fresh factor, and the facts that the factor is bound to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from kernel.step_up.proofs import Proof, use_proof
from services.transactions.thresholds import amount_of


def prove_payment(
    *,
    proof: Proof | None,
    person_id: UUID,
    operation: str,
    facts: Mapping[str, str],
    amount_minor: int,
    is_new: bool,
    now: datetime,
) -> None:
    """Use up the proof that a payment to somebody else needs.

    Above STEP_UP_ABOVE always; to a payee that is new, above STEP_UP_NEW_PAYEE_ABOVE. Nothing is
    asked for below. `facts` name the currency and whatever else must not be swapped.

    Raises:
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why it is not proven.

    """
    setting = "STEP_UP_NEW_PAYEE_ABOVE" if is_new else "STEP_UP_ABOVE"
    if amount_minor > amount_of(setting, currency=facts["currency"]):
        use_proof(proof=proof, person_id=person_id, operation=operation, facts=facts, now=now)
