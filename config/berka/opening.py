"""Branches, the product, customers and accounts: everything that money needs before it moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from typing import Final

from django.db import transaction

from config.berka import identity
from config.berka.archive import CURRENCY, Archive, Client, District, History
from kernel.ledger import commands as ledger
from services.accounts import commands as accounts
from services.accounts.models import Account, AccountType, Branch, Customer

# Accounts that are opened in one transaction: a killed run loses one batch, and opens it again.
_BATCH: Final = 100


def open_bank(*, districts: Sequence[District], now: datetime) -> None:
    """Open the business day, the branches and the product, where they are missing."""
    ledger.roll_business_day(now=now)
    for district in districts:
        Branch.objects.get_or_create(
            id=identity.branch_id(district.district_id),
            defaults={
                "code": f"CZ-{district.district_id:02}",
                "name": f"{district.name} branch",
                "city": district.name,
            },
        )
    AccountType.objects.get_or_create(
        id=identity.account_type_id(),
        defaults={
            "code": identity.ACCOUNT_TYPE_CODE,
            "name": "Current account (Berka)",
            "kind": AccountType.Kind.CURRENT,
            "currency": CURRENCY,
            "description": "Accounts of a Czech bank, 1993-1998, replayed from its records.",
            # Nobody opens one today.
            "is_offered": False,
        },
    )


def open_accounts(
    *, archive: Archive, now: datetime, on_open: Callable[[int], None] = lambda _count: None
) -> int:
    """Register the customers and open their accounts, and return how many were not there yet.

    `on_open` is called with how many accounts are there, those of before first.
    """
    wanted = {identity.account_id(history.account_id): history for history in archive.histories}
    known = set(Account.objects.in_bulk(list(wanted)))
    on_open(len(known))
    missing = [history for account_id, history in wanted.items() if account_id not in known]
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        with transaction.atomic(durable=True):
            for history in batch:
                _open_account(history, now=now)
        on_open(len(batch))
    return len(missing)


def _open_account(history: History, *, now: datetime) -> None:
    """Open one account, its floor exactly as low as it ever went, with all who held it."""
    owner = _customer(history.owner, now=now)
    joint = [_customer(client, now=now) for client in history.authorised]
    opened_at = _start_of(history.opened)
    # `agree_account` knows one holder and the product's overdraft; these have others and their own.
    ledger.open_account(
        account_id=identity.account_id(history.account_id),
        number=identity.account_iban(history.account_id),
        title=owner.full_name,
        currency=CURRENCY,
        floor_minor=history.floor_minor,
        holders={owner.id: "owner", **{customer.id: "joint" for customer in joint}},
        now=opened_at,
    )
    Account.objects.create(
        id=identity.account_id(history.account_id),
        customer=owner,
        account_type_id=identity.account_type_id(),
        branch_id=identity.branch_id(history.district_id),
        opened_at=opened_at,
    )


def _customer(client: Client, *, now: datetime) -> Customer:
    person_id = identity.customer_id(client.client_id)
    found = Customer.objects.filter(id=person_id).first()
    return found or accounts.register_customer(
        person_id=person_id,
        given_name="Client",
        family_name=str(client.client_id),
        date_of_birth=client.born,
        now=now,
    )


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(tzinfo=UTC))
