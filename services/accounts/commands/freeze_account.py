"""Stop an account and let it go again. The status lies in the ledger, where postings look."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.errors import Forbidden, NotFound
from kernel.ledger.errors import AccessNotEnough, AccountClosed, StatusUnchanged
from services.accounts import queries
from services.accounts.commands.account_changes import (
    lock_account,
    record_account_edit,
    settle_status,
)
from services.accounts.models import Freeze
from services.accounts.queries import CustomerAccount


class BankOnly(Forbidden):
    """Only the bank may do this."""


class FreezeNotFound(NotFound):
    """No such freeze stands on this account."""


@transaction.atomic(durable=True)
def freeze_account(
    *,
    account_id: UUID,
    person_id: UUID,
    for_bank: bool,
    scope: str,
    reason: str,
    now: datetime,
) -> CustomerAccount:
    """Stop all movements of an account, or its debits; a holder may stop the debits.

    Whoever holds the account acts as its holder, staff too.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        AccessNotEnough: the person may only look.
        BankOnly: a holder stops debits only.
        AccountClosed: it is closed.
        StatusUnchanged: a holder has stopped it already.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if not account.by_bank and not account.may_move:
        raise AccessNotEnough
    if not account.by_bank and scope != Freeze.Scope.DEBITS:
        raise BankOnly(field="scope")
    if account.agreed.closed_at is not None:
        raise AccountClosed
    side = Freeze.Side.BANK if account.by_bank else Freeze.Side.CUSTOMER
    if side == Freeze.Side.CUSTOMER and any(one.side == side for one in account.freezes):
        raise StatusUnchanged
    freeze = Freeze(
        account=account.agreed, scope=scope, side=side, placed_by=person_id, placed_at=now
    )
    freeze.reason = reason
    freeze.save(force_insert=True)
    before = account.held.status
    settle_status(account.agreed)
    record_account_edit(
        account_id=account_id,
        action="account.freeze",
        actor_id=person_id,
        before={"status": before},
        after={"status": account.agreed.status, "freeze": _said(freeze)},
        reason=reason,
        now=now,
    )
    return queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)


@transaction.atomic(durable=True)
def unfreeze_account(
    *,
    account_id: UUID,
    person_id: UUID,
    for_bank: bool,
    reason: str,
    now: datetime,
    freeze: UUID | None = None,
) -> CustomerAccount:
    """Lift one freeze, or all that the person may lift; what others put there stays.

    Staff lift the bank's. A holder lifts their own, an owner those of all holders.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.
        AccessNotEnough: the person may only look, or another holder or the customer put it there.
        FreezeNotFound: nothing stands there, or not this one.
        BankOnly: the bank put it there.

    """
    account = lock_account(account_id=account_id, person_id=person_id, for_bank=for_bank)
    if not account.by_bank and not account.may_move:
        raise AccessNotEnough
    standing = [one for one in account.freezes if freeze is None or one.id == freeze]
    if not standing:
        raise FreezeNotFound
    lifted = [one for one in standing if _may_lift(one, account=account, person_id=person_id)]
    if not lifted:
        raise BankOnly if account.may_move and _all_the_banks(standing) else AccessNotEnough
    for one in lifted:
        one.lifted_by, one.lifted_at = person_id, now
        one.save(update_fields=["lifted_by", "lifted_at"])
    before = account.held.status
    if account.agreed.closed_at is None:
        settle_status(account.agreed)
    record_account_edit(
        account_id=account_id,
        action="account.unfreeze",
        actor_id=person_id,
        before={"status": before, "freezes": [_said(one) for one in lifted]},
        after={"status": account.agreed.status},
        reason=reason,
        now=now,
    )
    return queries.get_account(account_id=account_id, person_id=person_id, for_bank=for_bank)


def _may_lift(freeze: Freeze, *, account: CustomerAccount, person_id: UUID) -> bool:
    if account.by_bank:
        return freeze.side == Freeze.Side.BANK
    if freeze.side == Freeze.Side.BANK:
        return False
    return account.is_owner or freeze.placed_by == person_id


def _all_the_banks(freezes: list[Freeze]) -> bool:
    return all(freeze.side == Freeze.Side.BANK for freeze in freezes)


def _said(freeze: Freeze) -> dict[str, str]:
    return {"id": str(freeze.id), "scope": str(freeze.scope), "by": str(freeze.side)}
