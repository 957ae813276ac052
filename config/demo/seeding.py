"""Seed the demo. It can be stopped anywhere and run again: every key is derived from the plan."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from config.demo.catalogue import seed_catalogue
from config.demo.history import Happening, happenings
from config.demo.people import CUSTOMERS, PASSWORD, SIGN_INS, DemoPerson, demo_id
from kernel.errors import BankError
from kernel.ledger import commands as ledger
from kernel.ledger.records import MoneyRequest
from kernel.money import format_amount
from services.accounts import commands as accounts
from services.accounts import queries
from services.accounts.commands.open_account import agree_account
from services.accounts.models import Account, AccountType, Branch
from services.auth.commands.seed_people import create_person
from services.support.commands import publish_announcement
from services.support.models import Announcement
from services.transactions import commands as transactions
from services.transactions.origins import Origin

HISTORY_DAYS: Final = 184
WELCOME: Final = "Welcome to the demo bank"
_OUTSIDE: Final = {"transfer": "clearing", "fee": "fees", "withdrawal": "cash", "deposit": "cash"}
_NOON: Final = time(12, tzinfo=UTC)

Progress = Callable[[str, float], None]


def seed_demo(*, now: datetime, progress: Progress) -> bool:
    """Make the demo's people, accounts and history; return False when they are there already.

    `progress` is called with what is being done and the share that is done.
    """
    if Announcement.objects.filter(title=WELCOME).exists():
        return False
    first = now.date() - timedelta(days=HISTORY_DAYS)
    start = datetime.combine(first, time(6, tzinfo=UTC))
    progress("people", 0.0)
    for person in SIGN_INS:
        create_person(
            id=person.id,
            email=person.email,
            password=PASSWORD,
            phone=person.phone,
            date_of_birth=person.date_of_birth,
            roles=[person.role],
        )
    seed_catalogue(now=start)
    ledger.roll_business_day(now=start)
    opened = _open_accounts(now=start)
    for offset in range(HISTORY_DAYS):
        progress("history", offset / HISTORY_DAYS)
        _live_through(day=first + timedelta(days=offset), first=first, opened=opened)
    ledger.roll_business_day(now=now)
    publish_announcement(
        title=WELCOME,
        body="Everything here is made up, and every balance adds up. Try a transfer.",
        starts_at=now,
        now=now,
    )
    progress("history", 1.0)
    return True


def _open_accounts(*, now: datetime) -> dict[str, tuple[UUID, UUID]]:
    """Return for each account of the plan its id and its owner's."""
    branch = Branch.objects.order_by("code").first()
    assert branch is not None
    products = {product.code: product for product in AccountType.objects.all()}
    plan = [
        ("ada", CUSTOMERS[0], "everyday", "Everyday"),
        ("ada-savings", CUSTOMERS[0], "savings", "Rainy day"),
        ("ben", CUSTOMERS[1], "everyday", ""),
        ("clara", CUSTOMERS[2], "everyday", "Household"),
        ("clara-savings", CUSTOMERS[2], "savings", "Grandchildren"),
    ]
    opened = {}
    for key, person, product, nickname in plan:
        account_id = demo_id("account", key)
        if not Account.objects.filter(id=account_id).exists():
            agree_account(
                account_id=account_id,
                customer=_customer(person, now=now),
                product=products[product],
                branch=branch,
                nickname=nickname,
                now=now,
            )
        opened[key] = (account_id, person.id)
    return opened


def _customer(person: DemoPerson, *, now: datetime) -> accounts.Customer:
    with contextlib.suppress(accounts.CustomerExists):
        accounts.register_customer(
            person_id=person.id,
            given_name=person.given_name,
            family_name=person.family_name,
            date_of_birth=person.date_of_birth,
            phone=person.phone,
            now=now,
        )
    return queries.get_customer(person_id=person.id)


def _live_through(*, day: date, first: date, opened: dict[str, tuple[UUID, UUID]]) -> None:
    now = datetime.combine(day, _NOON)
    ledger.roll_business_day(now=now)
    for number, happening in enumerate(happenings(day=day, first=first)):
        # Whoever has spent everything buys nothing that day.
        with contextlib.suppress(BankError):
            _carry_out(
                happening,
                opened=opened,
                key=str(demo_id("movement", day, number)),
                now=now + timedelta(minutes=number),
            )


def _carry_out(
    happening: Happening, *, opened: dict[str, tuple[UUID, UUID]], key: str, now: datetime
) -> None:
    account_id, person_id = opened[happening.account]
    amount = format_amount(happening.amount_minor, currency=settings.BANK_CURRENCY)
    body = [happening.account, happening.note, amount]
    request = MoneyRequest.make(actor_id=person_id, operation="demo", key=key, body=body)
    if happening.payee:
        transactions.transfer_money(
            request=request,
            now=now,
            from_account=account_id,
            to_account=str(opened[happening.payee][0]),
            amount=amount,
            note=happening.note,
        )
        return
    move = (
        transactions.deposit_money if happening.direction == "in" else (transactions.withdraw_money)
    )
    origin = Origin(kind=happening.kind, purpose=_OUTSIDE[happening.kind], is_history=True)
    move(
        request=request,
        now=now,
        account=account_id,
        amount=amount,
        note=happening.note,
        origin=origin,
    )
