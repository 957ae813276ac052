"""A signed-in person, a small catalogue, and a way to pay money in."""

from __future__ import annotations

import io
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

    def patch(self, path, body):
        return self.http.patch(
            f"/api/v1/{path}", json.dumps(body), content_type="application/json", **self.headers
        )

    def delete(self, path):
        return self.http.delete(f"/api/v1/{path}", **self.headers)

    def upload(self, path, content, **fields):
        from django.core.files.uploadedfile import SimpleUploadedFile

        # A name and a type that nobody should believe.
        file = SimpleUploadedFile("../../etc/passwd.html", content, content_type="text/html")
        return self.http.post(f"/api/v1/{path}", {"file": file, **fields}, **self.headers)

    def register(self, **changes):
        body = {"given_name": "Ada", "family_name": "Novak"} | changes
        return self.post("customers", body)


@pytest.fixture
def caller(db, sign_in):
    """Return a function that makes a signed-in person."""

    def make(*roles, person_id=None):
        person_id = person_id or uuid.uuid4()
        roles = roles or ("customer",)
        return Caller(person_id, sign_in(person_id=person_id, roles=roles))

    return make


@pytest.fixture
def staff(caller):
    """Return a function that makes a signed-in member of staff of a role."""
    return caller


@pytest.fixture(autouse=True)
def documents_folder(settings, tmp_path):
    """Every test has a folder of its own for sealed files."""
    settings.DOCUMENT_ROOT = str(tmp_path / "documents")
    return tmp_path / "documents"


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


def _png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.fixture
def make_png():
    """Return a function that makes a PNG of grey pixels; `pixels` replaces what they unpack to."""

    def make(width=4, height=3, *, pixels=None, interlaced=0, behind=b""):
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, interlaced)
        pixels = (b"\0" + b"\x80" * width) * height if pixels is None else pixels
        return (
            b"\x89PNG\r\n\x1a\n"
            + _png_chunk(b"IHDR", header)
            + _png_chunk(b"IDAT", zlib.compress(pixels))
            + _png_chunk(b"IEND", b"")
            + behind
        )

    return make


@pytest.fixture
def png(make_png):
    return make_png()


@pytest.fixture
def jpeg():
    """A JPEG as far as its segments go: quantiser, frame of 16 by 8, scan, end."""

    def segment(mark, data):
        return bytes([0xFF, mark]) + struct.pack(">H", len(data) + 2) + data

    frame = struct.pack(">BHHB", 8, 8, 16, 1) + bytes([1, 0x11, 0])
    return (
        b"\xff\xd8"
        + segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
        + segment(0xDB, bytes(65))
        + segment(0xC0, frame)
        + segment(0xC4, bytes(20))
        + segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
        + b"\x12\x34\xff\x00\x56\xff\xd0\x78"
        + b"\xff\xd9"
    )


@pytest.fixture
def make_pdf():
    """Return a function that makes a PDF of empty pages; `change` is called with its writer."""

    def make(pages=1, change=lambda _writer: None):
        from pypdf import PdfWriter

        writer = PdfWriter()
        for _ in range(pages):
            writer.add_blank_page(width=100, height=100)
        change(writer)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    return make


@pytest.fixture
def confirmed(make_token):
    """Return a function that posts with the proof of a fresh factor for an operation's facts."""
    from kernel.step_up.digest import facts_digest

    def post(caller, path, body, *, operation, method="POST", **facts):
        proof = make_token(
            person_id=caller.id,
            token_use="step_up",
            operation=operation,
            facts_sha256=facts_digest(operation=operation, facts=facts),
        )
        return caller.http.generic(
            method,
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            HTTP_STEP_UP=proof,
            **caller.headers,
        )

    return post


@pytest.fixture
def approve(caller):
    """Return a function that lets a supervisor approve what waits, and returns the request."""

    def say_yes(answer):
        assert answer.status_code == 202, answer.content
        path = f"approvals/accounts/{answer.json()['approval']['id']}/approve"
        decided = caller("supervisor").post(path)
        assert decided.status_code == 200, decided.content
        return decided.json()

    return say_yes


@pytest.fixture
def open_account(ada, catalogue):
    """Return a function that opens an account for Ada, who is a customer."""
    ada.register()

    def send(*, key=None, by=ada, **changes):
        return by.post("accounts", {"account_type": str(catalogue.everyday.id)} | changes, key=key)

    return send
