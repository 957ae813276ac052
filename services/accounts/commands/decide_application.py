"""Decide about an account that a customer applied for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Conflict, Forbidden
from kernel.ledger.errors import AccountNotFound
from services.accounts import queries
from services.accounts.commands.account_changes import OwnAccount, record_account_edit
from services.accounts.commands.open_account import active_customer, agree_account
from services.accounts.models import Application
from services.accounts.queries import CustomerAccount


class OwnApplication(Forbidden):
    """Who applied for an account does not decide about it."""


class ApplicationDecided(Conflict):
    """The application was decided already."""


@transaction.atomic(durable=True)
def approve_application(*, account_id: UUID, actor_id: UUID, now: datetime) -> CustomerAccount:
    """Open the account that was applied for, on the terms of today.

    Raises:
        AccountNotFound: nobody applied for it.
        OwnAccount, OwnApplication: it is one's own, or one applied for the customer.
        ApplicationDecided: somebody was first.
        CustomerNotFound, CustomerNotActive: the customer may have no account any more.

    """
    asked = _lock(account_id=account_id, actor_id=actor_id)
    customer = active_customer(asked.customer_id)
    _decide(asked, to=Application.Status.APPROVED, actor_id=actor_id, now=now)
    agree_account(
        account_id=asked.id,
        customer=customer,
        product=asked.account_type,
        branch=asked.branch,
        nickname=asked.nickname,
        now=now,
        actor_id=actor_id,
    )
    return queries.get_account(account_id=asked.id, person_id=actor_id, for_bank=True)


@transaction.atomic(durable=True)
def reject_application(
    *, account_id: UUID, actor_id: UUID, reason: str, now: datetime
) -> Application:
    """Say no to an application, and why.

    Raises:
        AccountNotFound, OwnAccount, OwnApplication, ApplicationDecided: as for approving.

    """
    asked = _lock(account_id=account_id, actor_id=actor_id)
    _decide(asked, to=Application.Status.REJECTED, actor_id=actor_id, now=now)
    record_account_edit(
        account_id=asked.id,
        owner=asked.customer,
        action="account.reject",
        actor_id=actor_id,
        before={"status": Application.Status.APPLIED},
        after={"status": Application.Status.REJECTED},
        reason=reason,
        now=now,
    )
    return asked


def _lock(*, account_id: UUID, actor_id: UUID) -> Application:
    found = Application.objects.select_for_update().filter(id=account_id).first()
    if found is None:
        raise AccountNotFound
    if found.customer_id == actor_id:
        raise OwnAccount
    if found.applied_by == actor_id:
        raise OwnApplication
    if found.status != Application.Status.APPLIED:
        raise ApplicationDecided
    return found


def _decide(asked: Application, *, to: Application.Status, actor_id: UUID, now: datetime) -> None:
    asked.status, asked.decided_by, asked.decided_at = to, actor_id, now
    asked.save(update_fields=["status", "decided_by", "decided_at"])
