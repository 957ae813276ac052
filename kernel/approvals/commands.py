"""Asking for something that needs a second person, and deciding it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from kernel.approvals.errors import (
    ApprovalDecided,
    ApprovalExpired,
    ApprovalNotFound,
    ApprovalStale,
    OwnRequest,
)
from kernel.approvals.metrics import approvals_total, oldest_age
from kernel.approvals.models import TITLE_LENGTH, Request
from kernel.approvals.policies import Policy, decidable, list_policies, policy_of
from kernel.audit import commands as audit
from kernel.crypto import keyed_hash
from kernel.errors import BankError, TryAgain
from kernel.outbox.models import Event

DECIDED: Final = "approval.decided"
_CHUNK: Final = 100
_DECIDED: Final = (
    "status",
    "checker_id",
    "decided_at",
    "decision_reason",
    "result",
    "failure_code",
    "failure_detail",
)


@transaction.atomic
def ask(
    *,
    policy: str,
    subject_id: UUID,
    arguments: dict[str, Any],
    maker_id: UUID,
    reason: str,
    now: datetime,
) -> Request:
    """Write a request that waits for a second person; the caller has checked who may ask.

    `arguments` are JSON. What the policy's `describe` raises goes to the caller.
    """
    rule = policy_of(policy)
    description = rule.describe(arguments)
    request = Request.objects.create(
        service=rule.service,
        policy=rule.name,
        subject_id=subject_id,
        arguments=arguments,
        title=description.title[:TITLE_LENGTH],
        before=dict(description.before),
        after=dict(description.after),
        reason=reason,
        maker_id=maker_id,
        created_at=now,
        expires_at=now + rule.lifetime,
    )
    _write_down(request, action="approval.asked", actor_id=maker_id, was=None, now=now)
    return request


@transaction.atomic(durable=True)
def approve(
    *,
    request_id: UUID,
    service: str,
    checker_id: UUID,
    checker_roles: Iterable[str],
    now: datetime,
) -> Request:
    """Approve a request and carry it out, in one transaction.

    When the bank's rules refuse what was asked, the request becomes `failed` and keeps the reason.
    A TryAgain leaves it waiting.

    Raises:
        ApprovalNotFound: there is none, or deciding it is not for these roles.
        OwnRequest: the checker made it.
        ApprovalDecided: somebody was first.
        ApprovalExpired: it waited too long.
        ApprovalStale: what it is about is not as it was when it was made.
        TryAgain: carrying it out met others; nothing happened.

    """
    request = _decidable(
        request_id=request_id, service=service, checker_id=checker_id, roles=checker_roles, now=now
    )
    policy = policy_of(request.policy)
    _check_fresh(request, policy=policy)
    request.status = Request.Status.APPROVED
    try:
        with transaction.atomic():
            request.result = policy.carry_out(
                arguments=request.arguments,
                maker_id=request.maker_id,
                checker_id=checker_id,
                now=now,
            )
    except TryAgain:
        raise
    except BankError as refusal:
        request.status = Request.Status.FAILED
        request.failure_code, request.failure_detail = refusal.code, refusal.detail
    return _decide(request, checker_id=checker_id, now=now)


@transaction.atomic(durable=True)
def reject(
    *,
    request_id: UUID,
    service: str,
    checker_id: UUID,
    checker_roles: Iterable[str],
    reason: str,
    now: datetime,
) -> Request:
    """Say no to a request, and why.

    Raises:
        ApprovalNotFound, OwnRequest, ApprovalDecided, ApprovalExpired: as for `approve`.

    """
    request = _decidable(
        request_id=request_id, service=service, checker_id=checker_id, roles=checker_roles, now=now
    )
    request.status, request.decision_reason = Request.Status.REJECTED, reason
    return _decide(request, checker_id=checker_id, now=now)


@transaction.atomic(durable=True)
def withdraw(*, request_id: UUID, service: str, maker_id: UUID, now: datetime) -> Request:
    """Take back one's own request.

    Raises:
        ApprovalNotFound: there is none of this person.
        ApprovalDecided: somebody was faster.
        ApprovalExpired: it waited too long.

    """
    request = _locked(request_id=request_id, service=service)
    if request is None or request.maker_id != maker_id:
        raise ApprovalNotFound
    _check_waiting(request, now=now)
    request.status = Request.Status.WITHDRAWN
    return _decide(request, checker_id=None, actor_id=maker_id, now=now)


@transaction.atomic
def forget_texts(*, service: str, subject_ids: Iterable[UUID], names: Iterable[str]) -> int:
    """Blank what people wrote in a service's requests about some subjects; return how many.

    `names` are the arguments that hold free text. A request that waits is blanked too.
    """
    found = Request.objects.filter(service=service, subject_id__in=list(subject_ids))
    for request in found.select_for_update():
        blanked = {name: "" for name in names if name in request.arguments}
        request.arguments |= blanked
        request.reason = request.decision_reason = ""
        request.save(update_fields=["arguments", "reason", "decision_reason"])
    return found.count()


def expire_requests(*, now: datetime) -> int:
    """Close the requests that waited too long and return how many; safe to run any time."""
    due = Request.objects.filter(status=Request.Status.WAITING, expires_at__lte=now)
    ids = list(due.order_by("expires_at").values_list("pk", flat=True)[:_CHUNK])
    return sum(_expire(request_id, now=now) for request_id in ids)


def measure_waiting(*, now: datetime) -> None:
    """Export how long the oldest request of each policy has waited."""
    waiting = Request.objects.filter(status=Request.Status.WAITING).order_by()
    oldest = dict(waiting.values_list("policy").annotate(Min("created_at")))
    for name in list_policies():
        age = now - oldest[name] if name in oldest else timedelta()
        oldest_age.labels(name).set(age.total_seconds())


@transaction.atomic
def _expire(request_id: UUID, *, now: datetime) -> bool:
    request = Request.objects.select_for_update().get(pk=request_id)
    if request.status != Request.Status.WAITING:
        return False
    request.status = Request.Status.EXPIRED
    _decide(request, checker_id=None, now=now)
    return True


def _decidable(
    *, request_id: UUID, service: str, checker_id: UUID, roles: Iterable[str], now: datetime
) -> Request:
    request = _locked(request_id=request_id, service=service)
    if request is None:
        raise ApprovalNotFound
    if request.maker_id == checker_id:
        raise OwnRequest
    if request.policy not in decidable(service=service, roles=roles):
        raise ApprovalNotFound
    _check_waiting(request, now=now)
    return request


def _locked(*, request_id: UUID, service: str) -> Request | None:
    return Request.objects.select_for_update().filter(pk=request_id, service=service).first()


def _check_waiting(request: Request, *, now: datetime) -> None:
    if request.status == Request.Status.EXPIRED:
        raise ApprovalExpired
    if request.status != Request.Status.WAITING:
        raise ApprovalDecided
    if request.expires_at <= now:
        raise ApprovalExpired


def _check_fresh(request: Request, *, policy: Policy) -> None:
    # The checker approves what was shown; if it is no longer so, nobody has approved this.
    try:
        present = policy.describe(request.arguments)
    except TryAgain:
        raise
    except BankError as gone:
        raise ApprovalStale(gone.detail) from gone
    if dict(present.before) != request.before:
        raise ApprovalStale


def _decide(
    request: Request, *, checker_id: UUID | None, actor_id: UUID | None = None, now: datetime
) -> Request:
    request.checker_id = checker_id
    request.decided_at = now
    # Not what was asked: carrying it out may have blanked that.
    request.save(update_fields=_DECIDED)
    _write_down(
        request,
        action=f"approval.{request.status}",
        actor_id=checker_id or actor_id,
        was=Request.Status.WAITING,
        now=now,
    )
    decision = str(request.status)
    transaction.on_commit(lambda: approvals_total.labels(request.policy, decision).inc())
    # The maker is told. What the request says is read from it, not mailed about.
    Event.objects.create(
        name=DECIDED,
        payload={
            "request_id": str(request.id),
            "service": request.service,
            "policy": request.policy,
            "title": request.title,
            "status": decision,
            "person_id": str(request.maker_id),
        },
        created_at=now,
    )
    return request


def _write_down(
    request: Request, *, action: str, actor_id: UUID | None, was: str | None, now: datetime
) -> None:
    before = None if was is None else {"status": was}
    after: dict[str, object] = {"status": str(request.status)}
    if was is None:
        after |= {"policy": request.policy, "subject_id": request.subject_id}
    # The chain is for good and texts can be forgotten, so it keeps what proves the text only.
    text = request.reason if was is None else request.decision_reason
    if text:
        after["reason_hash"] = keyed_hash(text, context=f"approvals_request:{request.id}").hex()
    audit.record_edit(
        service=request.service,
        subject_type="approval",
        subject_id=request.id,
        action=action,
        actor_id=actor_id,
        before=before,
        after=after,
        now=now,
    )
