"""What erasing a customer would take away, and what the law keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings

from services.accounts.models import Account, Address, Check, Customer, Decision, Document
from services.accounts.queries.customers import CustomerNotFound, has_open_accounts

_LEAP_DAY: Final = (2, 29)


@dataclass(frozen=True, kw_only=True, slots=True)
class ErasurePreview:
    """What would happen, in numbers.

    `obstacles` is empty when the customer can be erased now; else `accounts_open`,
    `relationship_open`, `retention`. `possible_from` is known once the relationship has ended.
    """

    customer_id: UUID
    obstacles: list[str]
    possible_from: date | None
    goes: dict[str, int]
    stays: dict[str, int]


def preview_erasure(*, customer_id: UUID, today: date) -> ErasurePreview:
    """Return what erasing a customer would do.

    The record of who held an account is kept for `RETENTION_YEARS` after the end; somebody who
    never held one can be forgotten at once. Movements stay in the ledger for good, without a name.

    Raises:
        CustomerNotFound: there is none, or it is erased already.

    """
    customer = Customer.objects.filter(id=customer_id, erased_at=None).first()
    if customer is None:
        raise CustomerNotFound
    accounts = list(Account.objects.filter(customer=customer))
    obstacles = []
    if has_open_accounts(customer_id=customer.id):
        obstacles.append("accounts_open")
    if _stands(customer, accounts=accounts):
        obstacles.append("relationship_open")
    possible_from = _possible_from(customer, accounts=accounts)
    if possible_from is not None and possible_from > today:
        obstacles.append("retention")
    return ErasurePreview(
        customer_id=customer.id,
        obstacles=obstacles,
        possible_from=possible_from,
        goes={
            "details": 1,
            "addresses": Address.objects.filter(customer=customer).count(),
            "documents": Document.objects.filter(customer=customer).count(),
            "comments_on_checks": Check.objects.filter(customer=customer).count(),
            "reasons_of_decisions": Decision.objects.filter(customer=customer).count(),
        },
        stays={
            "accounts_without_a_name": len(accounts),
            "checks_without_comments": Check.objects.filter(customer=customer).count(),
            "decisions_without_reasons": Decision.objects.filter(customer=customer).count(),
        },
    )


def _possible_from(customer: Customer, *, accounts: list[Account]) -> date | None:
    if _stands(customer, accounts=accounts):
        return None
    ends: list[datetime] = [
        end for end in (customer.closed_at, *(each.closed_at for each in accounts)) if end
    ]
    if not accounts or not ends:
        return None
    ended = max(ends).astimezone(UTC).date()
    year = ended.year + settings.RETENTION_YEARS
    if (ended.month, ended.day) == _LEAP_DAY:
        return date(year, 3, 1)
    return ended.replace(year=year)


def _stands(customer: Customer, *, accounts: list[Account]) -> bool:
    """Return whether the bank has something to do with the person still."""
    if customer.status == Customer.Status.PENDING:
        return bool(accounts)
    return customer.status == Customer.Status.ACTIVE
