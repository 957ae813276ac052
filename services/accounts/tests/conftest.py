"""A signed-in person, a small catalogue, and a way to pay money in."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings

RUNS_ACCOUNTS = "services.accounts" in django_settings.INSTALLED_APPS
# In a process of another service the tables are absent, so the tests cannot even be imported.
collect_ignore_glob = [] if RUNS_ACCOUNTS else ["test_*.py"]


@dataclass
class Caller:
    """A signed-in person at the API."""

    id: uuid.UUID
    headers: dict[str, str]
    http: Any = field(init=False)

    def __post_init__(self):
        from django.test import Client

        self.http = Client()

    def get(self, path):
        return self.http.get(f"/api/v1/{path}", **self.headers)

    def post(self, path, body=None, *, key=None):
        key = uuid.uuid4().hex if key is None else key
        return self.http.post(
            f"/api/v1/{path}",
            "" if body is None else json.dumps(body),
            content_type="application/json",
            **({"HTTP_IDEMPOTENCY_KEY": key} if key else {}),
            **self.headers,
        )

    def register(self, **changes):
        body = {"given_name": "Ada", "family_name": "Novak"} | changes
        return self.post("customers", body)


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make():
        person_id = uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id))

    return make


@pytest.fixture
def ada(caller):
    return caller()


@pytest.fixture
def ben(caller):
    return caller()


@pytest.fixture
def catalogue(db):
    """Two branches and three products, one of which is no longer offered."""
    from kernel.ledger import commands
    from services.accounts.models import AccountType, Branch

    commands.roll_business_day(now=datetime.now(UTC))
    harbour = Branch.objects.create(code="002", name="Harbour", city="Hamburg")
    street = Branch.objects.create(code="001", name="Main street", city="Berlin")

    def product(code, **values):
        values = {"name": code.title(), "kind": "current", "currency": "EUR"} | values
        return AccountType.objects.create(code=code, **values)

    return SimpleNamespace(
        street=street,
        harbour=harbour,
        savings=product(
            "savings", kind="savings", minimum_opening_minor=2_500, description="It grows."
        ),
        everyday=product("everyday", overdraft_minor=50_000),
        old=product("old", is_offered=False),
        product=product,
    )


@pytest.fixture
def pay_in():
    """Return a function that pays into an account without the API."""
    from kernel.ledger.records import MoneyRequest
    from kernel.ledger.tests.movements import deposit

    def pay(account_id, amount):
        account_id = uuid.UUID(str(account_id))
        request = MoneyRequest.make(
            actor_id=account_id, operation="deposit", key=uuid.uuid4().hex, body={}
        )
        return deposit(request=request, account_id=account_id, amount=amount)

    return pay


@pytest.fixture
def refused():
    """Return a function that proves an answer is a problem with this status and code."""

    def check(answer, status, code, *fields):
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), answer.content
        assert problem["type"] == f"/docs/errors#{code}"
        assert problem["request_id"] == answer.headers["X-Request-ID"]
        assert sorted(problem.get("errors", {})) == sorted(fields)
        return problem

    return check
