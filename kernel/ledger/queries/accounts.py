"""Which accounts a person holds, and what they look like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from kernel.ids import parse_id
from kernel.ledger import statements
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.models import Account, Block, Entry, Holder
from kernel.ledger.records import available_minor

# What the bank itself posts says nothing about whether somebody uses an account.
_BANKS_OWN: Final = ("interest", "fee", "tax")


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldAccount:
    """An account as one of its holders sees it."""

    id: UUID
    number: str
    title: str
    currency: str
    status: str
    access: str
    balance_minor: int
    held_minor: int
    floor_minor: int
    sequence: int
    opened_at: datetime
    last_posted_at: datetime | None = None
    product: str = ""
    minimum_minor: int = 0
    opening_minor: int = 0

    @property
    def available_minor(self) -> int:
        """Return what can be spent."""
        return available_minor(
            balance_minor=self.balance_minor,
            held_minor=self.held_minor,
            floor_minor=self.floor_minor,
            minimum_minor=self.minimum_minor,
            opening_minor=self.opening_minor,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedAccount:
    """A customer's account as somebody may name it, whoever holds it. For the bank's own eyes."""

    id: UUID
    number: str
    title: str
    currency: str
    product: str


def find_account(reference: str) -> NamedAccount | None:
    """Return the customer account that somebody names by id, number or IBAN, or None."""
    account_id = find_account_id(reference)
    accounts = Account.objects.filter(id=account_id, kind=Account.Kind.CUSTOMER)
    account = None if account_id is None else accounts.first()
    if account is None:
        return None
    return NamedAccount(
        id=account.id,
        number=account.number,
        title=account.title,
        currency=account.currency,
        product=account.product,
    )


def list_accounts_of_product(
    *, product: str, currency: str, opened_before: datetime, after: UUID | None, limit: int
) -> list[UUID]:
    """Return the next ids, after `after`, of accounts of a product that are not closed."""
    accounts = Account.objects.filter(
        kind=Account.Kind.CUSTOMER,
        product=product,
        currency=currency,
        opened_at__lt=opened_before,
    ).exclude(status=Account.Status.CLOSED)
    if after is not None:
        accounts = accounts.filter(id__gt=after)
    return list(accounts.order_by("id").values_list("id", flat=True)[:limit])


def list_held_accounts(*, person_id: UUID) -> list[HeldAccount]:
    """Return a person's accounts, the oldest first."""
    holders = Holder.objects.filter(person_id=person_id).select_related("account")
    return [_held(holder) for holder in holders.order_by("account_id")]


def get_held_account(*, account_id: UUID, person_id: UUID) -> HeldAccount:
    """Return one account of a person.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    holders = Holder.objects.filter(person_id=person_id, account_id=account_id)
    holder = holders.select_related("account").first()
    if holder is None:
        raise AccountNotFound
    return _held(holder)


def get_known_accounts(*, account_ids: Collection[UUID]) -> dict[UUID, HeldAccount]:
    """Return customer accounts by id for the bank's own eyes; the right is to look at them."""
    accounts = Account.objects.filter(id__in=account_ids, kind=Account.Kind.CUSTOMER)
    return {account.id: _seen(account, access=Holder.Access.VIEW) for account in accounts}


def list_blocks(*, account_id: UUID) -> list[tuple[str, str]]:
    """Return the services that need an account kept open, and why, the oldest first."""
    blocks = Block.objects.filter(account_id=account_id).order_by("created_at", "id")
    return list(blocks.values_list("service", "reason"))


def list_unused_accounts(
    *, since: datetime, after: UUID | None, limit: int
) -> tuple[list[UUID], UUID | None]:
    """Look at the next `limit` accounts and return those that nobody has used since an instant.

    They are open and were opened before it. The second value is where to go on, None at the end.
    """
    accounts = Account.objects.filter(kind=Account.Kind.CUSTOMER)
    if after is not None:
        accounts = accounts.filter(id__gt=after)
    seen = list(accounts.order_by("id").values_list("id", "status", "opened_at")[:limit])
    old = [
        account_id
        for account_id, status, opened_at in seen
        if status == Account.Status.OPEN and opened_at < since
    ]
    used = used_since(account_ids=old, since=since)
    following = seen[-1][0] if len(seen) == limit else None
    return [account_id for account_id in old if account_id not in used], following


def used_since(*, account_ids: Collection[UUID], since: datetime) -> set[UUID]:
    """Return which of these accounts a customer has used since an instant."""
    entries = Entry.objects.filter(account_id__in=account_ids, posted_at__gte=since)
    used = entries.exclude(type__in=_BANKS_OWN).order_by()
    return set(used.values_list("account_id", flat=True).distinct())


def list_holders(*, account_ids: Collection[UUID]) -> dict[UUID, list[tuple[UUID, str]]]:
    """Return for each account the people who hold it and their right."""
    found: dict[UUID, list[tuple[UUID, str]]] = {account_id: [] for account_id in account_ids}
    for holder in Holder.objects.filter(account_id__in=account_ids):
        found[holder.account_id].append((holder.person_id, holder.access))
    return found


def find_account_id(reference: str) -> UUID | None:
    """Return the account that a payer names by id, number or IBAN (spaces and case do not matter).

    An id is returned as it is; whether it exists is seen when it is locked.
    """
    if (account_id := parse_id(reference)) is not None:
        return account_id
    return statements.find_account_id("".join(reference.split()).upper())


def find_account_ids(references: Collection[str]) -> dict[str, UUID]:
    """Return what `find_account_id` would for each reference, asking the database a few times."""
    found: dict[str, UUID] = {}
    numbers: dict[str, list[str]] = {}
    for reference in set(references):
        if (account_id := parse_id(reference)) is not None:
            found[reference] = account_id
        else:
            numbers.setdefault("".join(reference.split()).upper(), []).append(reference)
    for number, account_id in statements.find_account_ids(sorted(numbers)).items():
        found |= dict.fromkeys(numbers[number], account_id)
    return found


def _held(holder: Holder) -> HeldAccount:
    return _seen(holder.account, access=holder.access)


def _seen(account: Account, *, access: str) -> HeldAccount:
    return HeldAccount(
        id=account.id,
        number=account.number,
        title=account.title,
        currency=account.currency,
        status=account.status,
        access=access,
        balance_minor=account.balance_minor,
        held_minor=account.held_minor,
        floor_minor=account.floor_minor,
        sequence=account.sequence,
        opened_at=account.opened_at,
        last_posted_at=account.last_posted_at,
        product=account.product,
        minimum_minor=account.minimum_minor,
        opening_minor=account.opening_minor,
    )
