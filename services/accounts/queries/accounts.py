"""Reads of accounts: one's own, and the bank's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from kernel.cursors import CursorInvalid
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from kernel.ledger.errors import AccountNotFound
from kernel.ledger.queries import HeldAccount
from services.accounts.models import Account, Application, Customer, Freeze, Terms
from services.accounts.queries.products import terms_in_force

_NO_BRANCH: Final = UUID(int=0)


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerAccount:
    """An account as its holder sees it: the agreement, the money, the terms and what stops it.

    `by_bank` says that somebody looks who holds no right on it, for the bank.
    """

    agreed: Account
    held: HeldAccount
    terms: Terms
    freezes: list[Freeze] = field(default_factory=list)
    by_bank: bool = False

    @property
    def is_owner(self) -> bool:
        """Return whether an owner looks."""
        return not self.by_bank and self.held.access == "owner"

    @property
    def may_move(self) -> bool:
        """Return whether a holder looks who may move money."""
        return not self.by_bank and self.held.access in {"owner", "joint"}


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountFilter:
    """Which accounts of the bank to list; what is None or empty does not narrow."""

    customer: UUID | None = None
    status: str = ""
    branch: UUID | None = None
    number: str = ""


def list_accounts(*, person_id: UUID) -> list[CustomerAccount]:
    """Return the accounts that a person holds, the oldest first."""
    return _with_agreements(ledger.list_held_accounts(person_id=person_id))


def list_applications(*, customer_id: UUID) -> list[Application]:
    """Return what a customer asked for and has not got, the oldest first."""
    asked = Application.objects.filter(customer_id=customer_id).exclude(
        status=Application.Status.APPROVED
    )
    return list(asked.select_related("account_type", "branch").order_by("id"))


def get_account(*, account_id: UUID, person_id: UUID, for_bank: bool = False) -> CustomerAccount:
    """Return one account of a person; with `for_bank`, anybody's.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    by_bank = False
    try:
        held = ledger.get_held_account(account_id=account_id, person_id=person_id)
    except AccountNotFound:
        known = ledger.get_known_accounts(account_ids=[account_id]) if for_bank else {}
        if account_id not in known:
            raise
        held, by_bank = known[account_id], True
    found = _with_agreements([held], by_bank=by_bank)
    if not found:
        raise AccountNotFound
    return found[0]


def is_held(*, account_id: UUID, person_id: UUID) -> bool:
    """Return whether a person has any right on an account."""
    holders = ledger.list_holders(account_ids=[account_id])[account_id]
    return person_id in dict(holders)


def get_application(*, account_id: UUID, person_id: UUID, for_bank: bool = False) -> Application:
    """Return an account that was asked for and is not open; with `for_bank`, anybody's.

    Raises:
        AccountNotFound: there is none, or it is somebody else's.

    """
    asked = Application.objects.exclude(status=Application.Status.APPROVED)
    if not for_bank:
        asked = asked.filter(customer_id=person_id)
    found = asked.filter(id=account_id).select_related("account_type", "branch").first()
    if found is None:
        raise AccountNotFound
    return found


def list_bank_accounts(
    *, narrowed: AccountFilter, cursor: list[Any] | None, limit: int
) -> tuple[list[CustomerAccount], list[Any] | None]:
    """Return a page of the bank's accounts, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    accounts, order = Account.objects.all(), []
    if narrowed.customer is not None:
        held = ledger.list_held_accounts(person_id=narrowed.customer)
        accounts = accounts.filter(id__in=[account.id for account in held])
    if narrowed.number:
        accounts = accounts.filter(id=ledger.find_account_id(narrowed.number))
    # Two values, one of which nothing has, and part of the order: for an equality MariaDB walks the
    # index from its end to the cursor instead of beginning there.
    if narrowed.branch is not None:
        accounts = accounts.filter(branch_id__in=[_NO_BRANCH, narrowed.branch])
        order.append("-branch_id")
    if narrowed.status:
        accounts = accounts.filter(status__in=["", narrowed.status])
        order.append("-status")
    if cursor is not None:
        accounts = accounts.filter(id__lt=_position(cursor))
    accounts = accounts.order_by(*order, "-id")
    ids = list(accounts.values_list("id", flat=True)[: limit + 1])
    following = [str(ids[limit - 1])] if len(ids) > limit else None
    known = ledger.get_known_accounts(account_ids=ids[:limit])
    held_in_order = [known[account_id] for account_id in ids[:limit] if account_id in known]
    return _with_agreements(held_in_order, by_bank=True), following


def list_bank_applications(
    *, narrowed: AccountFilter, cursor: list[Any] | None, limit: int
) -> tuple[list[Application], list[Any] | None]:
    """Return a page of applications in the state `narrowed.status`, the newest first.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    asked = Application.objects.filter(status=narrowed.status).order_by("-id")
    if narrowed.number:
        asked = asked.none()
    if narrowed.customer is not None:
        asked = asked.filter(customer_id=narrowed.customer)
    if narrowed.branch is not None:
        asked = asked.filter(branch_id=narrowed.branch)
    if cursor is not None:
        asked = asked.filter(id__lt=_position(cursor))
    page = list(asked.select_related("account_type", "branch")[: limit + 1])
    following = [str(page[limit - 1].id)] if len(page) > limit else None
    return page[:limit], following


def list_account_holders(*, account_id: UUID) -> list[tuple[Customer, str]]:
    """Return who holds an account and with which right, the owners first."""
    rights = dict(ledger.list_holders(account_ids=[account_id])[account_id])
    order = ("owner", "joint", "view")
    customers = Customer.objects.filter(id__in=rights)
    return sorted(
        ((customer, rights[customer.id]) for customer in customers),
        key=lambda pair: (order.index(pair[1]), pair[0].id),
    )


def standing_freezes(*, account_ids: Iterable[UUID]) -> dict[UUID, list[Freeze]]:
    """Return the freezes that stand on each account, the oldest first."""
    found: dict[UUID, list[Freeze]] = {account_id: [] for account_id in account_ids}
    standing = Freeze.objects.filter(account__in=list(found), lifted_at__isnull=True)
    for freeze in standing.select_related("account__customer").order_by("id"):
        found[freeze.account_id].append(freeze)
    return found


def _with_agreements(
    held: Iterable[HeldAccount], *, by_bank: bool = False
) -> list[CustomerAccount]:
    accounts = {account.id: account for account in held}
    agreed = Account.objects.filter(id__in=accounts).select_related("account_type", "branch")
    found = {account.id: account for account in agreed}
    products = {account.account_type_id: account.account_type for account in found.values()}
    terms = terms_in_force(products.values(), on=timezone.now().date())
    freezes = standing_freezes(account_ids=found)
    return [
        CustomerAccount(
            agreed=found[account_id],
            held=account,
            terms=terms[found[account_id].account_type_id],
            freezes=freezes[account_id],
            by_bank=by_bank,
        )
        for account_id, account in accounts.items()
        if account_id in found
    ]


def _position(cursor: list[Any]) -> UUID:
    position = parse_id(cursor[0]) if len(cursor) == 1 else None
    if position is None:
        raise CursorInvalid(field="cursor")
    return position
