"""A customer with an account, a desk of staff, and clients that speak HTTP."""

from __future__ import annotations

import json
import struct
import uuid
import zlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as django_settings

RUNS_SUPPORT = "services.support" in django_settings.INSTALLED_APPS
# These tests need the service's tables: a process that carries another service skips them.
collect_ignore_glob = [] if RUNS_SUPPORT else ["test_*.py"]


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
        return self.send("POST", path, {} if body is None else body)

    def patch(self, path, body):
        return self.send("PATCH", path, body)

    def put(self, path, body):
        return self.send("PUT", path, body)

    def delete(self, path):
        return self.send("DELETE", path)

    def upload(self, path, content, **fields):
        from django.core.files.uploadedfile import SimpleUploadedFile

        # A name and a type that nobody should believe.
        file = SimpleUploadedFile("../../etc/passwd.html", content, content_type="text/html")
        return self.http.post(f"/api/v1/{path}", {"file": file, **fields}, **self.headers)


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make(*roles, person_id=None):
        person_id = person_id or uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id, roles=roles or ("customer",)))

    return make


@pytest.fixture
def ada(caller):
    return caller()


@pytest.fixture
def ben(caller):
    return caller()


@pytest.fixture
def agent(caller):
    return caller("agent")


@pytest.fixture
def supervisor(caller):
    return caller("supervisor")


@pytest.fixture(autouse=True)
def attachments_folder(settings, tmp_path):
    """Every test has a folder of its own for sealed files."""
    settings.ATTACHMENT_ROOT = str(tmp_path / "attachments")
    return tmp_path / "attachments"


@pytest.fixture(autouse=True)
def nobody_is_there():
    """No test sees who had a ticket open in another one."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def ticket(ada):
    """Return a function that raises a ticket of Ada's, or of somebody else's."""

    def send(by=None, **changes):
        body = {"kind": "inquiry", "subject": "A question", "body": "How do I …?"} | changes
        answer = (by or ada).post("tickets", body)
        assert answer.status_code == 201, answer.content
        return answer.json()

    return send


@pytest.fixture
def refused():
    """Return a function that proves an answer is a problem with this status and code."""

    def check(answer, status, code, *fields):
        assert answer.headers["Content-Type"] == "application/problem+json", answer.content
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (status, code), answer.content
        assert sorted(problem.get("errors", {})) == sorted(fields)
        return problem

    return check


@pytest.fixture
def bank(db):
    """Funded accounts and a transfer between them, made through the ledger alone."""
    from kernel.ledger import commands, queries
    from kernel.ledger.records import MoneyRequest
    from kernel.ledger.tests.movements import deposit, transfer

    commands.roll_business_day(now=datetime.now(UTC))

    def request(person):
        return MoneyRequest.make(
            actor_id=person.id, operation="test", key=uuid.uuid4().hex, body={}
        )

    def open_account(person, *, funds="", product="everyday", title="Ada Novak", holders=None):
        account = commands.open_account(
            number=f"DE{uuid.uuid4().int % 10**20:020}",
            title=title,
            currency="EUR",
            holders={person.id: "owner"} | (holders or {}),
            product=product,
            now=datetime.now(UTC),
        )
        if funds:
            deposit(request=request(person), account_id=account.id, amount=funds)
        return account

    def pay(person, payer, payee, amount):
        """Pay and return the payer's transaction."""
        transfer(request=request(person), payer_id=payer.id, payee_id=payee.id, amount=amount)
        return newest(payer)

    def newest(account):
        from kernel.ledger.queries import TransactionFilter

        found = queries.list_transactions(
            account_ids=[account.id], keep=TransactionFilter(), limit=1
        )
        return found[0]

    def balance(account):
        return queries.get_balance(account_id=account.id, now=datetime.now(UTC))

    def is_sound():
        return not any(commands.check_ledger(now=datetime.now(UTC)).values())

    return SimpleNamespace(
        open=open_account, pay=pay, newest=newest, balance=balance, is_sound=is_sound
    )


@pytest.fixture
def dispute(bank, ada, ben, ticket):
    """Ada paid Ben 30.00 and disputes it."""
    hers = bank.open(ada, funds="100.00")
    his = bank.open(ben, funds="5.00", title="Ben Okafor")
    transaction = bank.pay(ada, hers, his, "30.00")
    raised = ticket(kind="dispute", transaction=str(transaction.id))
    return SimpleNamespace(ticket=raised, hers=hers, his=his, transaction=transaction)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.fixture
def png():
    """A PNG of 4 by 3 grey pixels."""
    header = struct.pack(">IIBBBBB", 4, 3, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * 4) * 3)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", pixels)
        + _chunk(b"IEND", b"")
    )
