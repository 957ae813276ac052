"""A small bank: an open day and funded accounts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kernel.ledger import commands, queries
from kernel.ledger.records import MoneyRequest
from kernel.money import format_amount


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Bank:
    """Opens funded accounts and asks for movements, as services do."""

    def person(self):
        return uuid.uuid4()

    def open(self, *, person, funds=0, floor_minor=0, currency="EUR", title="Somebody"):
        account = commands.open_account(
            number=f"TEST{uuid.uuid4().int % 10**20}",
            title=title,
            currency=currency,
            holders={person: "owner"},
            floor_minor=floor_minor,
            now=now(),
        )
        if funds:
            self.deposit(
                person=person,
                account=account,
                amount=format_amount(funds, currency="EUR") if currency == "EUR" else str(funds),
            )
        return account

    def request(self, *, person, operation="transfer", key=None, body=None):
        return MoneyRequest.make(
            actor_id=person, operation=operation, key=key or uuid.uuid4().hex, body=body or {}
        )

    def deposit(self, *, person, account, amount, key=None, **values):
        from kernel.ledger.tests.movements import deposit

        request = self.request(person=person, operation="deposit", key=key, body=amount)
        return deposit(request=request, account_id=account.id, amount=amount, **values)

    def transfer(self, *, person, payer, payee, amount, key=None, **values):
        from kernel.ledger.tests.movements import transfer

        body = [str(payer.id), str(payee.id), amount]
        return transfer(
            request=self.request(person=person, key=key, body=body),
            payer_id=payer.id,
            payee_id=payee.id,
            amount=amount,
            **values,
        )

    def balance(self, account):
        return queries.get_balance(account_id=account.id, now=now()).balance_minor

    def is_sound(self):
        return not any(commands.check_ledger(now=now()).values())


@pytest.fixture
def bank(db) -> Bank:
    commands.roll_business_day(now=now())
    return Bank()


@pytest.fixture
def shared_bank(transactional_db) -> Bank:
    """The same, committed, so that other connections see it."""
    commands.roll_business_day(now=now())
    return Bank()
