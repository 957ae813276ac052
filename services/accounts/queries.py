"""Reads: customers, branches, account types, accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from kernel.errors import NotFound
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.queries import HeldAccount
from services.accounts.models import Account, AccountType, Branch, Customer


class CustomerNotFound(NotFound):
    """There is no customer record yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerAccount:
    """An account as its holder sees it: the agreement and the money."""

    agreed: Account
    held: HeldAccount


def get_customer(*, person_id: UUID) -> Customer:
    """Return a person's customer record.

    Raises:
        CustomerNotFound: the person has none.

    """
    customer = Customer.objects.filter(id=person_id).first()
    if customer is None:
        raise CustomerNotFound
    return customer


def list_branches() -> list[Branch]:
    """Return all branches by code."""
    return list(Branch.objects.order_by("code"))


def list_account_types() -> list[AccountType]:
    """Return the products on offer by code."""
    return list(AccountType.objects.filter(is_offered=True).order_by("code"))


def list_accounts(*, person_id: UUID) -> list[CustomerAccount]:
    """Return the accounts that a person holds, the oldest first."""
    return _with_agreements(ledger.list_held_accounts(person_id=person_id))


def get_account(*, account_id: UUID, person_id: UUID) -> CustomerAccount:
    """Return one account of a person.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    held = ledger.get_held_account(account_id=account_id, person_id=person_id)
    found = _with_agreements([held])
    if not found:
        raise AccountNotFound
    return found[0]


def _with_agreements(held: Iterable[HeldAccount]) -> list[CustomerAccount]:
    accounts = {account.id: account for account in held}
    agreed = Account.objects.filter(id__in=accounts).select_related("account_type", "branch")
    found = {account.id: account for account in agreed}
    return [
        CustomerAccount(agreed=found[account_id], held=account)
        for account_id, account in accounts.items()
        if account_id in found
    ]
