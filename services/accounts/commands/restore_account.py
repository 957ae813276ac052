"""Open a closed account again, within a time and with four eyes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kernel.approvals import commands as approvals
from kernel.approvals.models import Request
from kernel.approvals.policies import Description
from kernel.errors import Conflict, Refused
from kernel.ledger import commands as ledger
from services.accounts import queries
from services.accounts.commands.account_changes import (
    lock_for_bank,
    record_account_edit,
    settle_status,
)
from services.accounts.commands.open_account import active_customer
from services.accounts.models import Account, ClosedAccount, Restoration

POLICY: Final = "accounts.restore_account"


class AccountRestored(Conflict):
    """The account was restored already."""


class RestoreTooLate(Refused):
    """The account was closed too long ago."""


@transaction.atomic(durable=True)
def ask_to_restore(*, closing_id: UUID, person_id: UUID, reason: str, now: datetime) -> Request:
    """Ask a second person to let a closed account be opened again.

    Raises:
        ClosedAccountNotFound: there is no such closing.
        OwnAccount: the person holds the account.
        AccountRestored: it was restored.
        RestoreTooLate: it was closed more than RESTORE_WITHIN_DAYS ago.
        CustomerNotActive: the customer may have no account.

    """
    closing = queries.get_closed_account(closing_id=closing_id, customer_id=None)
    lock_for_bank(account_id=closing.account_id, person_id=person_id)
    _check(closing, now=now)
    return approvals.ask(
        policy=POLICY,
        subject_id=closing.account_id,
        arguments={"closing_id": str(closing_id), "reason": reason},
        maker_id=person_id,
        reason=reason,
        now=now,
    )


def describe_restoring(arguments: dict[str, Any]) -> Description:
    """Return what restoring an account would do.

    Raises:
        ClosedAccountNotFound, AccountRestored, RestoreTooLate, CustomerNotActive: see above.

    """
    closing = queries.get_closed_account(closing_id=UUID(arguments["closing_id"]), customer_id=None)
    _check(closing, now=timezone.now())
    return Description(
        title=f"Restore account {closing.number}",
        before={"status": "closed", "closed on": closing.closed_at.date().isoformat()},
        after={"status": "open"},
    )


@transaction.atomic
def carry_out_restoring(
    *, arguments: dict[str, Any], maker_id: UUID, checker_id: UUID, now: datetime
) -> dict[str, Any]:
    """Open a closed account again; called when the second person has approved.

    Raises:
        BankError: see `ask_to_restore`.

    """
    closing_id = UUID(arguments["closing_id"])
    closing = queries.get_closed_account(closing_id=closing_id, customer_id=None)
    lock_for_bank(account_id=closing.account_id, person_id=maker_id)
    account = lock_for_bank(account_id=closing.account_id, person_id=checker_id)
    _check(closing, now=now)
    ledger.reopen_account(account_id=closing.account_id)
    agreed = account.agreed
    agreed.status, agreed.closed_at, agreed.reactivated_at = Account.Status.OPEN, None, now
    agreed.dormant_at = None
    agreed.save(update_fields=["status", "closed_at", "reactivated_at", "dormant_at"])
    settle_status(agreed)
    Restoration.objects.create(
        closing=closing,
        restored_at=now,
        restored_by=maker_id,
        approved_by=checker_id,
    )
    record_account_edit(
        account_id=agreed.id,
        action="account.restore",
        actor_id=maker_id,
        before={"status": "closed"},
        after={"status": agreed.status},
        reason=arguments["reason"],
        now=now,
    )
    return {"account": str(agreed.id)}


def _check(closing: ClosedAccount, *, now: datetime) -> None:
    if hasattr(closing, "restoration"):
        raise AccountRestored
    if closing.closed_at < now - timedelta(days=settings.RESTORE_WITHIN_DAYS):
        raise RestoreTooLate
    active_customer(closing.customer_id)
