"""Accounts that nobody uses take money in only, until somebody says that they are wanted."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.audit.commands import Change, record_edits
from kernel.errors import Conflict
from kernel.ledger import commands as ledger
from kernel.ledger import queries as ledger_queries
from kernel.ledger.errors import AccountClosed
from kernel.outbox.models import Event
from kernel.step_up.proofs import Proof, use_proof
from services.accounts import queries
from services.accounts.commands.account_changes import (
    OwnerOnly,
    lock_account,
    record_account_edit,
    settle_status,
)
from services.accounts.edits import ACCOUNT, SERVICE
from services.accounts.models import Account, AccountType
from services.accounts.queries import CustomerAccount

DORMANT: Final = "account.dormant"
_CHUNK: Final = 500
_MONTHS: Final = 12


class AccountNotDormant(Conflict):
    """The account is not dormant."""


def mark_dormant_accounts(*, now: datetime) -> int:
    """Find the accounts that no customer has used for DORMANT_AFTER_MONTHS; return how many.

    They are read in chunks by id, each chunk marked in its own transaction; any number of runs do
    no harm. Fixed deposits rest by agreement and stay open.
    """
    since = months_before(now, months=settings.DORMANT_AFTER_MONTHS)
    marked, after = 0, None
    while True:
        unused, after = ledger_queries.list_unused_accounts(since=since, after=after, limit=_CHUNK)
        if unused:
            marked += _mark(unused, since=since, now=now)
        if after is None:
            return marked


@transaction.atomic(durable=True)
def reactivate_account(
    *,
    account_id: UUID,
    person_id: UUID,
    for_bank: bool,
    now: datetime,
    reason: str = "",
    proof: Proof | None = None,
) -> CustomerAccount:
    """Let a dormant account be used again: by its owner with a fresh factor, or by staff.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        OwnerOnly: the person holds another right.
        AccountClosed: it is closed.
        AccountNotDormant: it is in use.
        StepUpRequired, StepUpMismatch, StepUpExpired, StepUpUsed: see `use_proof`.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if not account.by_bank and not account.is_owner:
        raise OwnerOnly
    agreed = account.agreed
    if agreed.closed_at is not None:
        raise AccountClosed
    if agreed.dormant_at is None:
        raise AccountNotDormant
    if not account.by_bank:
        use_proof(
            proof=proof,
            person_id=person_id,
            operation="reactivate_account",
            facts={"account": account.held.number},
            now=now,
        )
    before = {"dormant_at": agreed.dormant_at, "status": account.held.status}
    agreed.dormant_at, agreed.reactivated_at = None, now
    agreed.save(update_fields=["dormant_at", "reactivated_at"])
    settle_status(agreed)
    record_account_edit(
        account_id=account_id,
        action="account.reactivate",
        actor_id=person_id,
        before=before,
        after={"dormant_at": None, "status": agreed.status},
        reason=reason,
        now=now,
    )
    return queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)


def months_before(moment: datetime, *, months: int) -> datetime:
    """Return the instant some months earlier; the 31st of a shorter month is its last day."""
    counted = moment.year * _MONTHS + moment.month - 1 - months
    year, month = counted // _MONTHS, counted % _MONTHS + 1
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day)


@transaction.atomic(durable=True)
def _mark(account_ids: Sequence[UUID], *, since: datetime, now: datetime) -> int:
    accounts = Account.objects.select_for_update().filter(
        id__in=account_ids, status=Account.Status.OPEN
    )
    locked = list(accounts.order_by("id").values_list("id", "reactivated_at", "account_type__kind"))
    wanted = [
        account_id
        for account_id, reactivated_at, kind in locked
        if kind != AccountType.Kind.FIXED_DEPOSIT
        and (reactivated_at is None or reactivated_at < since)
    ]
    marked = ledger.restrict_unused_accounts(account_ids=wanted, since=since)
    Account.objects.filter(id__in=marked).update(status=Account.Status.CREDITS_ONLY, dormant_at=now)
    _tell_holders(marked, now=now)
    if marked:
        record_edits(
            service=SERVICE,
            changes=[
                Change(
                    subject_type=ACCOUNT,
                    subject_id=account_id,
                    action="account.dormant",
                    actor_id=None,
                    before={"status": Account.Status.OPEN, "dormant_at": None},
                    after={"status": Account.Status.CREDITS_ONLY, "dormant_at": now},
                    reason=f"not used since {since.date().isoformat()}",
                    now=now,
                )
                for account_id in marked
            ],
        )
    return len(marked)


def _tell_holders(account_ids: Sequence[UUID], *, now: datetime) -> None:
    Event.objects.bulk_create(
        Event(
            name=DORMANT,
            payload={"account_id": str(account_id), "person_id": str(person_id)},
            created_at=now,
        )
        for account_id, holders in ledger_queries.list_holders(account_ids=account_ids).items()
        for person_id, access in holders
        if access != "view"
    )
