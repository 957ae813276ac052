"""The life of a ledger account: open, freeze, close."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.ids import new_id
from kernel.ledger.errors import (
    AccountBlocked,
    AccountClosed,
    AccountNotEmpty,
    AccountNotFound,
    StatusUnchanged,
)
from kernel.ledger.internal import PURPOSES, internal_id, internal_number
from kernel.ledger.models import Account, Block, Holder

_CHANGES: Final = frozenset(
    {Account.Status.OPEN, Account.Status.CREDITS_ONLY, Account.Status.FROZEN}
)


@transaction.atomic
def open_account(
    *,
    number: str,
    title: str,
    currency: str,
    holders: Mapping[UUID, str],
    now: datetime,
    floor_minor: int = 0,
    account_id: UUID | None = None,
) -> Account:
    """Open a customer's account with a balance of zero.

    `holders` maps each person to their right (owner, joint, view); `floor_minor` is zero or minus
    the overdraft.
    """
    assert floor_minor <= 0
    ensure_internal_accounts(currency=currency, now=now)
    account = Account.objects.create(
        id=account_id or new_id(),
        number=number,
        title=title,
        currency=currency,
        kind=Account.Kind.CUSTOMER,
        floor_minor=floor_minor,
        opened_at=now,
    )
    Holder.objects.bulk_create(
        Holder(person_id=person, account=account, access=access)
        for person, access in holders.items()
    )
    return account


def ensure_internal_accounts(*, currency: str, now: datetime) -> None:
    """Open the bank's own accounts in a currency, once."""
    wanted = {internal_id(purpose=purpose, currency=currency): purpose for purpose in PURPOSES}
    known = set(Account.objects.filter(id__in=wanted).values_list("id", flat=True))
    missing = [
        Account(
            id=account_id,
            number=internal_number(purpose=purpose, currency=currency),
            title=PURPOSES[purpose],
            currency=currency,
            kind=Account.Kind.INTERNAL,
            opened_at=now,
        )
        for account_id, purpose in wanted.items()
        if account_id not in known
    ]
    if missing:
        Account.objects.bulk_create(missing, ignore_conflicts=True)


@transaction.atomic
def change_status(*, account_id: UUID, status: str) -> Account:
    """Freeze an account, let it take money in only, or open it again.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountClosed: a closed account stays closed here; restoring it is its own command.
        StatusUnchanged: it is in that state already.

    """
    assert status in _CHANGES, status
    account = _lock(account_id)
    if account.status == Account.Status.CLOSED:
        raise AccountClosed
    if account.status == status:
        raise StatusUnchanged
    account.status = status
    account.save(update_fields=["status"])
    return account


@transaction.atomic
def close_account(*, account_id: UUID) -> Account:
    """Close an empty account that nothing needs any more.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountClosed: it is closed.
        AccountNotEmpty: it holds money or reservations.
        AccountBlocked: a service needs it kept open.

    """
    account = _lock(account_id)
    if account.status == Account.Status.CLOSED:
        raise AccountClosed
    if account.balance_minor != 0:
        raise AccountNotEmpty
    if account.held_minor != 0:
        raise AccountNotEmpty
    block = Block.objects.filter(account=account).order_by("created_at", "id").first()
    if block is not None:
        raise AccountBlocked(f"{block.service}: {block.reason}")
    account.status = Account.Status.CLOSED
    account.save(update_fields=["status"])
    return account


@transaction.atomic
def set_floor(*, account_id: UUID, floor_minor: int) -> Account:
    """Set how low an account may go: zero or minus the overdraft.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountNotEmpty: it is lower than that already.

    """
    assert floor_minor <= 0
    account = _lock(account_id)
    if account.balance_minor - account.held_minor < floor_minor:
        raise AccountNotEmpty("The account is overdrawn by more than that.")
    account.floor_minor = floor_minor
    account.save(update_fields=["floor_minor"])
    return account


def _lock(account_id: UUID) -> Account:
    try:
        return Account.objects.select_for_update().get(id=account_id, kind=Account.Kind.CUSTOMER)
    except Account.DoesNotExist:
        raise AccountNotFound from None
