"""A bank whose days pass when a test says so."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings

# These tests need the service's tables: a process that carries another service skips them.
if "services.interest" not in settings.INSTALLED_APPS:
    collect_ignore_glob = ["test_*.py"]

START = date(2025, 1, 1)


@dataclass
class Books:
    """The ledger and the runs, on a calendar of their own."""

    today: date = START
    accounts: list[uuid.UUID] = field(default_factory=list)
    hour: int = 8

    @property
    def now(self):
        return datetime(self.today.year, self.today.month, self.today.day, self.hour, tzinfo=UTC)

    def rate(self, ppm=10_000, *, product="savings", day=None, **terms):
        from services.interest.commands import publish_rate

        return publish_rate(
            account_type_code=product,
            effective_date=day or self.today,
            annual_rate_ppm=ppm,
            now=self.now,
            **terms,
        )

    def open(self, funds=0, *, product="savings", floor=0, holder=None, currency="EUR"):
        from kernel.ledger import commands

        account = commands.open_account(
            number=f"DE{uuid.uuid4().int % 10**20:020}",
            title="Somebody",
            currency=currency,
            holders={holder or uuid.uuid4(): "owner"},
            floor_minor=floor,
            product=product,
            now=self.now,
        )
        self.accounts.append(account.id)
        if funds:
            self.move(account.id, funds)
        return account.id

    def move(self, account_id, amount, *, value_date=None):
        """Pay in, or out when the amount is negative, over the cash desk."""
        from django.db import transaction

        from kernel.ledger import commands
        from kernel.ledger.records import MoneyRequest

        request = MoneyRequest.make(
            actor_id=uuid.uuid4(), operation="test", key=uuid.uuid4().hex, body={}
        )
        with transaction.atomic():
            posting = commands.begin_posting(
                request=request, account_ids=[account_id], now=self.now
            )
            account = posting.accounts[account_id]
            cash = posting.bank_account(purpose="cash", currency=account.currency)
            debit, credit = (cash, account) if amount > 0 else (account, cash)
            commands.post_transfer(
                posting,
                kind="deposit" if amount > 0 else "withdrawal",
                debit=debit,
                credit=credit,
                amount_minor=abs(amount),
                value_date=value_date,
            )

    def roll(self, days=1):
        """Let days pass; each is closed, balanced and sealed. No run is made."""
        from kernel.ledger import commands

        for _ in range(days):
            self.today += timedelta(days=1)
            commands.roll_business_day(now=self.now.replace(hour=0))

    def run(self, *, seconds=3600.0):
        """Do what is due."""
        from services.interest.commands import advance_runs

        return advance_runs(now=self.now, seconds=seconds)

    def pass_days(self, days=1):
        """Let days pass with their runs."""
        for _ in range(days):
            self.roll()
            self.run()

    def skip_days(self, days):
        """Let the bank be away for days, which are over with the one before them; do what is due.

        The runs are those of each day, only the business days are fewer.
        """
        self.today += timedelta(days=days - 1)
        self.roll()
        self.run()

    def balance(self, account_id):
        from kernel.ledger import queries

        return queries.get_balance(account_id=account_id, now=self.now).balance_minor

    def is_sound(self):
        from kernel.ledger import commands

        return not any(commands.check_ledger(now=self.now).values())


@pytest.fixture
def books(db):
    from kernel.ledger import commands

    made = Books()
    commands.roll_business_day(now=made.now.replace(hour=0))
    return made


@dataclass
class Caller:
    """A signed-in person at the API."""

    id: uuid.UUID
    headers: dict[str, str]
    http: Any = field(init=False)

    def __post_init__(self):
        from django.test import Client

        self.http = Client()

    def get(self, path, **query):
        return self.http.get(f"/api/v1/{path}", query, **self.headers)

    def post(self, path, body=None):
        return self.http.post(
            f"/api/v1/{path}",
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            **self.headers,
        )


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make(*, roles=("customer",), person_id=None):
        person_id = person_id or uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id, roles=roles))

    return make
