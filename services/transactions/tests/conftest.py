"""People with funded accounts, opened through the ledger alone, and clients that speak HTTP."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings

RUNS_TRANSACTIONS = "services.transactions" in django_settings.INSTALLED_APPS
# In a process of another service the paths are absent.
collect_ignore_glob = [] if RUNS_TRANSACTIONS else ["test_*.py"]


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

    def follow(self, address):
        return self.http.get(address, **self.headers)

    def post(self, path, body, *, key=None, **headers):
        key = uuid.uuid4().hex if key is None else key
        content = body if isinstance(body, str | bytes) else json.dumps(body)
        return self.http.post(
            f"/api/v1/{path}",
            content,
            content_type="application/json",
            **({"HTTP_IDEMPOTENCY_KEY": key} if key else {}),
            **self.headers,
            **headers,
        )


@pytest.fixture
def teller(db):
    """Opens accounts, pays money in and reads balances without the API."""
    from kernel.ledger import commands, queries
    from kernel.ledger.records import MoneyRequest
    from services.transactions.commands import deposit_money
    from services.transactions.origins import Origin

    commands.roll_business_day(now=datetime.now(UTC))

    def pay_in(account, owner, amount, **values):
        request = MoneyRequest.make(
            actor_id=owner, operation="deposit", key=uuid.uuid4().hex, body={}
        )
        origin = Origin(kind="deposit", purpose="cash", is_history=True)
        values = {"now": datetime.now(UTC), "origin": origin} | values
        return deposit_money(request=request, account=account.id, amount=amount, **values)

    def account(owner, funds="", *, holders=None, currency="EUR", title="Somebody", overdraft=0):
        opened = commands.open_account(
            number=f"DE{uuid.uuid4().int % 10**20:020}",
            title=title,
            currency=currency,
            holders={owner.id: "owner"} | (holders or {}),
            floor_minor=-overdraft,
            now=datetime.now(UTC),
        )
        if funds:
            pay_in(opened, owner.id, funds)
        return opened

    def balance(account):
        return queries.get_balance(account_id=account.id, now=datetime.now(UTC)).balance_minor

    return SimpleNamespace(open=account, pay_in=pay_in, balance=balance)


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make(person_id=None):
        person_id = person_id or uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id))

    return make


@pytest.fixture
def ada(caller):
    return caller()


@pytest.fixture
def ben(caller):
    return caller()


@pytest.fixture
def payer(teller, ada):
    """Ada's account with 100.00."""
    return teller.open(ada, "100.00", title="Ada Novak")


@pytest.fixture
def payee(teller, ben):
    """Ben's empty account."""
    return teller.open(ben, title="Ben Okafor")


@pytest.fixture
def refused():
    """Return a function that proves an answer is a problem with this status and code."""

    def check(answer, status, code, *fields):
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), answer.content
        assert problem["status"] == status
        assert problem["type"] == f"/docs/errors#{code}"
        assert problem["request_id"] == answer.headers["X-Request-ID"]
        assert sorted(problem.get("errors", {})) == sorted(fields)
        return problem

    return check


@pytest.fixture
def balance(teller):
    """Return a function that reads an account's balance from the ledger."""
    return teller.balance
