"""A small bank, people who call its API, and a day of their own.

These tests need the service's tables: a process that carries another service skips them.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from kernel.ledger.tests import conftest as ledger

if "services.planning" not in settings.INSTALLED_APPS:
    collect_ignore_glob = ["test_*.py"]


bank = ledger.bank


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

    def send(self, method, path, body=None):
        return self.http.generic(
            method,
            f"/api/v1/{path}",
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            **self.headers,
        )

    def post(self, path, body=None):
        return self.send("POST", path, body)

    def results(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make(roles=("customer",)):
        person_id = uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id, roles=roles))

    return make


@pytest.fixture(autouse=True)
def banks_categories(db):
    """The categories of everybody: a test that emptied the tables took what a migration wrote."""
    migration = import_module("services.planning.migrations.0002_default_categories")
    migration.write_defaults(apps, SimpleNamespace(connection=connection))


@pytest.fixture
def ada(caller):
    return caller()


@pytest.fixture
def ben(caller):
    return caller()


@pytest.fixture
def spend():
    """Return a function that writes down a movement outside the bank."""

    def write(person, amount, **values):
        body = {
            "type": "expense",
            "amount": amount,
            "currency": "EUR",
            "date": datetime.now(UTC).date().isoformat(),
        } | values
        answer = person.post("records", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return write


@pytest.fixture
def categories():
    """Return a function that gives the ids of a person's categories by name."""

    def read(person):
        return {one["name"]: one["id"] for one in person.results("categories")}

    return read


@pytest.fixture
def refused():
    """Return a function that proves an answer is a problem with this status and code."""

    def check(answer, status, code):
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
        return answer.json()

    return check


@pytest.fixture
def funded(bank, ada, ben):
    """Ada's account with 100.00 and Ben's empty one."""
    return SimpleNamespace(
        bank=bank,
        ada=bank.open(person=ada.id, funds=10_000, title="Ada Novak"),
        ben=bank.open(person=ben.id, title="Ben Okafor"),
    )
