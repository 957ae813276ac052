"""The life of a ledger account: open, freeze, close."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from kernel.ids import new_id
from kernel.ledger.errors import (
    AccountBlocked,
    AccountClosed,
    AccountNotClosed,
    AccountNotEmpty,
    AccountNotFound,
    LastOwner,
    StatusUnchanged,
)
from kernel.ledger.internal import PURPOSES, internal_id, internal_number
from kernel.ledger.models import Account, Block, Holder
from kernel.ledger.queries.accounts import used_since
from kernel.money import format_amount

_CHANGES: Final = frozenset(
    {Account.Status.OPEN, Account.Status.CREDITS_ONLY, Account.Status.FROZEN}
)
_BATCH: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """A customer's account to be opened, with a balance of zero.

    `holders` maps each person to their right (owner, joint, view). `floor_minor` is zero or minus
    the overdraft; `minimum_minor` is what must stay on it (not with an overdraft), `opening_minor`
    what it must have held once before anything is taken out; `product` is the code of the account
    type that was agreed.
    """

    number: str
    title: str
    currency: str
    holders: Mapping[UUID, str]
    floor_minor: int = 0
    minimum_minor: int = 0
    opening_minor: int = 0
    product: str = ""
    id: UUID = field(default_factory=new_id)


@transaction.atomic
def open_accounts(accounts: Sequence[NewAccount], *, now: datetime) -> None:
    """Open many accounts with a statement for each few hundred of them."""
    for currency in sorted({account.currency for account in accounts}):
        ensure_internal_accounts(currency=currency, now=now)
    Account.objects.bulk_create(
        [
            Account(
                id=account.id,
                number=account.number,
                title=account.title,
                currency=account.currency,
                kind=Account.Kind.CUSTOMER,
                floor_minor=account.floor_minor,
                lowest_floor_minor=account.floor_minor,
                minimum_minor=account.minimum_minor,
                opening_minor=account.opening_minor,
                product=account.product,
                opened_at=now,
            )
            for account in accounts
        ],
        batch_size=_BATCH,
    )
    Holder.objects.bulk_create(
        [
            Holder(person_id=person, account_id=account.id, access=access)
            for account in accounts
            for person, access in account.holders.items()
        ],
        batch_size=_BATCH,
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
    product: str = "",
) -> Account:
    """Open one account: see `NewAccount`."""
    account = NewAccount(
        id=account_id or new_id(),
        number=number,
        title=title,
        currency=currency,
        holders=holders,
        floor_minor=floor_minor,
        product=product,
    )
    open_accounts([account], now=now)
    return Account.objects.get(id=account.id)


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
        AccountBlocked: services need it kept open; `blocks` says which and why.

    """
    account = _lock(account_id)
    if account.status == Account.Status.CLOSED:
        raise AccountClosed
    if account.balance_minor != 0:
        money = format_amount(account.balance_minor, currency=account.currency)
        raise AccountNotEmpty(f"The account's balance is {money} {account.currency}.")
    if account.held_minor != 0:
        money = format_amount(account.held_minor, currency=account.currency)
        raise AccountNotEmpty(f"{money} {account.currency} of the account is reserved.")
    blocks = list(Block.objects.filter(account=account).order_by("created_at", "id"))
    if blocks:
        raise AccountBlocked(
            "; ".join(f"{block.service}: {block.reason}" for block in blocks),
            extra={"blocks": [{"service": one.service, "reason": one.reason} for one in blocks]},
        )
    account.status = Account.Status.CLOSED
    account.closed_sequence = account.sequence
    account.save(update_fields=["status", "closed_sequence"])
    return account


@transaction.atomic
def reopen_account(*, account_id: UUID) -> Account:
    """Open a closed account again, as empty as it was closed.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountNotClosed: it was never closed, or is open again.

    """
    account = _lock(account_id)
    if account.status != Account.Status.CLOSED:
        raise AccountNotClosed
    account.status = Account.Status.OPEN
    account.closed_sequence = None
    account.save(update_fields=["status", "closed_sequence"])
    return account


@transaction.atomic
def restrict_unused_accounts(*, account_ids: Collection[UUID], since: datetime) -> list[UUID]:
    """Let open accounts that no customer has used since an instant take money in only.

    Looks again under the lock, and returns which it restricted.
    """
    accounts = Account.objects.select_for_update().filter(
        id__in=account_ids, kind=Account.Kind.CUSTOMER, status=Account.Status.OPEN
    )
    locked = list(accounts.order_by("id").values_list("id", flat=True))
    used = used_since(account_ids=locked, since=since)
    unused = [account_id for account_id in locked if account_id not in used]
    Account.objects.filter(id__in=unused).update(status=Account.Status.CREDITS_ONLY)
    return unused


@transaction.atomic
def set_access(*, account_id: UUID, person_id: UUID, access: str | None) -> str | None:
    """Give a person a right on an account, another one, or none; return the one they had.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountClosed: nobody gets or loses a right on a closed account.
        StatusUnchanged: the person has that right already, or has none to lose.
        LastOwner: nobody would own the account.

    """
    assert access is None or access in Holder.Access
    account = _lock(account_id)
    if account.status == Account.Status.CLOSED:
        raise AccountClosed
    rights = dict(Holder.objects.filter(account=account).values_list("person_id", "access"))
    before: str | None = rights.get(person_id)
    if before == access:
        raise StatusUnchanged
    others = [right for person, right in rights.items() if person != person_id]
    if before == Holder.Access.OWNER and Holder.Access.OWNER not in others:
        raise LastOwner
    holder = Holder.objects.filter(account=account, person_id=person_id)
    if access is None:
        holder.delete()
    elif before is None:
        Holder.objects.create(account=account, person_id=person_id, access=access)
    else:
        holder.update(access=access)
    return before


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
    account.lowest_floor_minor = min(account.lowest_floor_minor, floor_minor)
    account.save(update_fields=["floor_minor", "lowest_floor_minor"])
    return account


@transaction.atomic
def set_minimum(*, account_id: UUID, minimum_minor: int) -> None:
    """Set what must stay on an account, such as the principal of a fixed deposit; zero lets go.

    Raises:
        AccountNotFound: there is no such customer account.
        AccountNotEmpty: there is less on it, or it may be overdrawn.

    """
    assert minimum_minor >= 0
    account = _lock(account_id)
    if minimum_minor and account.balance_minor - account.held_minor < minimum_minor:
        raise AccountNotEmpty("There is less than that on the account.")
    if minimum_minor and account.floor_minor < 0:
        raise AccountNotEmpty("The account may be overdrawn.")
    account.minimum_minor = minimum_minor
    account.save(update_fields=["minimum_minor"])


def retitle_account(*, account_id: UUID, title: str) -> Account:
    """Change the name that a payer sees: after a change of name, or when a person is forgotten.

    Raises:
        AccountNotFound: there is no such customer account.

    """
    with transaction.atomic():
        account = _lock(account_id)
        account.title = title
        account.save(update_fields=["title"])
    return account


def _lock(account_id: UUID) -> Account:
    try:
        return Account.objects.select_for_update().get(id=account_id, kind=Account.Kind.CUSTOMER)
    except Account.DoesNotExist:
        raise AccountNotFound from None
