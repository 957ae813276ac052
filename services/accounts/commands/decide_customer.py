"""Checks of a customer, and the decisions that follow from them."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, Refused
from services.accounts import queries
from services.accounts.commands.update_customer import OwnRecord
from services.accounts.edits import record_customer_edit
from services.accounts.models import Check, Customer, Decision

_PENDING, _ACTIVE = Customer.Status.PENDING.value, Customer.Status.ACTIVE.value
_REJECTED, _CLOSED = Customer.Status.REJECTED.value, Customer.Status.CLOSED.value
# What follows what. The way back is undoing the last decision.
STEPS: Final = {
    _PENDING: frozenset({_ACTIVE, _REJECTED, _CLOSED}),
    _ACTIVE: frozenset({_CLOSED}),
    _REJECTED: frozenset[str](),
    _CLOSED: frozenset[str](),
}


class StatusStepUnknown(Refused):
    """That status does not follow the present one."""


class ChecksMissing(Refused):
    """Checks that the bank demands have not been passed."""


class AccountsOpen(Refused):
    """The customer holds open accounts."""


class NothingToUndo(Conflict):
    """There is no decision to undo."""


@transaction.atomic(durable=True)
def record_check(
    *,
    customer_id: UUID,
    actor_id: UUID,
    kind: str,
    verdict: str,
    comment: str,
    now: datetime,
    document: UUID | None = None,
) -> Check:
    """Write down what a member of staff found when they checked a customer.

    Raises:
        OwnRecord: nobody checks themselves.
        CustomerNotFound: there is none, or it is erased.
        DocumentNotFound: the customer has no such document.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    check = Check(
        customer=customer, kind=kind, verdict=verdict, checked_by=actor_id, checked_at=now
    )
    if document is not None:
        check.document = queries.get_document(customer=customer, document_id=document)
    check.comment = comment
    check.save(force_insert=True)
    record_customer_edit(
        customer=customer,
        action="checked",
        actor_id=actor_id,
        after={"kind": kind, "verdict": verdict, "comment": comment},
        now=now,
    )
    return check


@transaction.atomic(durable=True)
def decide_customer(
    *, customer_id: UUID, actor_id: UUID, status: str, reason: str, now: datetime
) -> Customer:
    """Bring a customer to another status.

    Raises:
        OwnRecord: nobody decides about themselves.
        CustomerNotFound: there is none, or it is erased.
        StatusStepUnknown: the status does not follow the present one.
        ChecksMissing: before becoming active, all of `KYC_REQUIRED_CHECKS` must be passed.
        AccountsOpen: a customer with open accounts is not closed.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    if status not in STEPS[customer.status]:
        raise StatusStepUnknown(field="status")
    if status == _ACTIVE and (missing := queries.missing_checks(customer=customer)):
        raise ChecksMissing(f"Not passed: {', '.join(missing)}.")
    if status == _CLOSED and queries.has_open_accounts(customer_id=customer.id):
        raise AccountsOpen
    return _decide(customer, to=status, actor_id=actor_id, reason=reason, now=now)


@transaction.atomic(durable=True)
def undo_decision(*, customer_id: UUID, actor_id: UUID, reason: str, now: datetime) -> Customer:
    """Take back the last decision about a customer that was not taken back before.

    Raises:
        OwnRecord: nobody decides about themselves.
        CustomerNotFound: there is none, or it is erased.
        NothingToUndo: every decision was undone, or there was none.
        AccountsOpen: who holds open accounts stays active.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    last = (
        Decision.objects.filter(customer=customer, undoes=None, undone_by=None)
        .order_by("-id")
        .first()
    )
    if last is None:
        raise NothingToUndo
    if customer.status == _ACTIVE and queries.has_open_accounts(customer_id=customer.id):
        raise AccountsOpen
    return _decide(
        customer, to=last.from_status, actor_id=actor_id, reason=reason, now=now, undoes=last
    )


def _decide(
    customer: Customer,
    *,
    to: str,
    actor_id: UUID,
    reason: str,
    now: datetime,
    undoes: Decision | None = None,
) -> Customer:
    before = customer.status
    decision = Decision(
        customer=customer,
        from_status=before,
        to_status=to,
        decided_by=actor_id,
        decided_at=now,
        undoes=undoes,
    )
    decision.reason = reason
    decision.save(force_insert=True)
    customer.status = to
    customer.closed_at = now if to in {_CLOSED, _REJECTED} else None
    customer.save(update_fields=["status", "closed_at"])
    record_customer_edit(
        customer=customer,
        action="decision.undone" if undoes else "decided",
        actor_id=actor_id,
        before={"status": before},
        after={"status": to},
        reason=reason,
        now=now,
    )
    return customer
