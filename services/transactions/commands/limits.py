"""Count what a person pays to others against their limits, and change the limits.

Lock order, for every command here: the order, the payer's row, then the ledger's day and accounts.
A person's counters are read and written under the payer's row only, so two payments at once cannot
both fit under what one of them uses up (write skew). See `payer.py`.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Refused
from kernel.money import format_amount, parse_amount
from kernel.step_up.proofs import Proof, use_proof
from services.transactions import queries
from services.transactions.commands.payer import LockedPayer, lock_payer, save_used
from services.transactions.models import Limit, Payer
from services.transactions.queries.limits import (
    KINDS,
    LimitState,
    agree,
    day_of,
    find_used,
    own_limits,
    used_on,
)
from services.transactions.queries.rules import ProductRules


class LimitExceeded(Refused):
    """The payment is above one of your limits."""


def use_limits(
    payer: LockedPayer,
    *,
    rules: ProductRules,
    product: str,
    currency: str,
    amount_minor: int,
    now: datetime,
) -> None:
    """Count a payment, or refuse it.

    Raises:
        LimitExceeded: naming the narrowest limit that it would pass and what is left of it.

    """
    day = day_of(now)
    before = payer.used.get(currency)
    used = used_on(before, day=day)
    own = own_limits(person_id=payer.person_id, currency=currency) if payer.has_limits else {}
    usual = rules.limits_of(product=product, currency=currency, day=day)
    for kind in KINDS:
        limit_minor = agree(kind, currency=currency, own=own, usual=usual).amount_minor
        used_minor = used.of(kind)
        if used_minor + amount_minor > limit_minor:
            raise _exceeded(kind, currency=currency, limit_minor=limit_minor, used_minor=used_minor)
    payer.used[currency] = used.plus(amount_minor)
    save_used(
        person_id=payer.person_id,
        currency=currency,
        used=payer.used[currency],
        is_first=before is None,
    )


def give_back_limit(
    *, person_id: UUID, currency: str, amount_minor: int, paid_on: date, now: datetime
) -> None:
    """Uncount a payment that was reversed on the day it was made; later, what was used stays used.

    The payer's row is locked.
    """
    if paid_on != day_of(now):
        return
    used = find_used(person_id=person_id, currency=currency)
    if used is None or used.day != paid_on:
        return
    used = used.plus(-min(amount_minor, used.day_minor))
    save_used(person_id=person_id, currency=currency, used=used, is_first=False)


def _exceeded(kind: str, *, currency: str, limit_minor: int, used_minor: int) -> LimitExceeded:
    remaining = format_amount(max(limit_minor - used_minor, 0), currency=currency)
    limit = format_amount(limit_minor, currency=currency)
    what = "One payment" if kind == "transfer" else f"Your payments of one {kind}"
    return LimitExceeded(
        f"{what} may come to {limit} {currency}; {remaining} {currency} are left.",
        field="amount",
        extra={
            "limit": {
                "kind": kind,
                "amount": limit,
                "used": format_amount(used_minor, currency=currency),
                "remaining": remaining,
                "currency": currency,
            }
        },
    )


@transaction.atomic(durable=True)
def change_limit(
    *,
    person_id: UUID,
    limit_id: UUID,
    amount: object,
    proof: Proof | None = None,
    now: datetime,
) -> LimitState:
    """Set a person's own limit and return it. It counts at once; only raising needs a proof.

    Raises:
        LimitNotFound: there is none, or it is somebody else's.
        AmountInvalid: it is no amount.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: why raising is not proven.

    """
    lock_payer(person_id)
    state = queries.get_limit(person_id=person_id, limit_id=limit_id, now=now)
    currency, kind = state.agreed.currency, state.agreed.kind
    amount_minor = parse_amount(amount, currency=currency)
    before_minor = state.agreed.amount_minor
    if amount_minor > before_minor:
        use_proof(
            proof=proof,
            person_id=person_id,
            operation="raise_limit",
            facts={
                "limit": kind,
                "amount": format_amount(amount_minor, currency=currency),
                "currency": currency,
            },
            now=now,
        )
    Limit.objects.update_or_create(
        id=limit_id,
        defaults={
            "person_id": person_id,
            "currency": currency,
            "kind": kind,
            "amount_minor": amount_minor,
            "changed_at": now,
        },
    )
    Payer.objects.filter(person_id=person_id).update(has_limits=True)
    if amount_minor != before_minor:
        record_edit(
            service="transactions",
            subject_type="limit",
            subject_id=limit_id,
            action="raised" if amount_minor > before_minor else "lowered",
            actor_id=person_id,
            before={"amount_minor": before_minor},
            after={"amount_minor": amount_minor},
            now=now,
        )
    return queries.get_limit(person_id=person_id, limit_id=limit_id, now=now)
