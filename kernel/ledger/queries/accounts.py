"""Which accounts a person holds, and what they look like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kernel.ids import parse_id
from kernel.ledger import statements
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.models import Account, Holder


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

    @property
    def available_minor(self) -> int:
        """Return what can be spent."""
        return self.balance_minor - self.floor_minor - self.held_minor


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


def _held(holder: Holder) -> HeldAccount:
    account: Account = holder.account
    return HeldAccount(
        id=account.id,
        number=account.number,
        title=account.title,
        currency=account.currency,
        status=account.status,
        access=holder.access,
        balance_minor=account.balance_minor,
        held_minor=account.held_minor,
        floor_minor=account.floor_minor,
        sequence=account.sequence,
        opened_at=account.opened_at,
    )
