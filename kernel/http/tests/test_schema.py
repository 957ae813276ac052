"""The OpenAPI schema says what is true: schemathesis asks every operation and reads the answers."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

import pytest
import schemathesis
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck
from hypothesis import settings as bounded
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from kernel.http.headers import CONTENT_SECURITY_POLICY
from kernel.ids import new_id
from kernel.ledger import commands
from kernel.ledger.records import MoneyRequest
from kernel.ledger.tests.movements import deposit, transfer

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = 30
# What a parameter or a field of this name may be given so that something is found.
ACCOUNTS = {"account_id", "account", "from_account", "to_account"}


@pytest.fixture
def one_transaction(world):
    """A server gives its connection back after each request; here the test's own is used on.

    After `world`: Django's own client connects these signals again when it is done.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def world(db, sign_in):
    """A signed-in customer with two funded accounts and some movements, by their real ids."""
    now = datetime.now(UTC)
    commands.roll_business_day(now=now)
    person = uuid.uuid4()
    known = SimpleNamespace(person=person, headers=sign_in(person_id=person), products=[])
    opened = _agreed(known) if apps.is_installed("services.accounts") else _opened(person)
    for account in opened:
        deposit(
            request=MoneyRequest.make(
                actor_id=person, operation="deposit", key=str(account), body={}
            ),
            account_id=account,
            amount="1000.00",
        )
    moved = transfer(
        request=MoneyRequest.make(actor_id=person, operation="transfer", key="k", body={}),
        payer_id=opened[0],
        payee_id=opened[1],
        amount="25.00",
    )
    known.accounts = [str(account) for account in opened]
    known.transfer = json.loads(moved.body)["id"]
    return known


def _opened(person):
    return [
        commands.open_account(
            number=f"DE{number:020}",
            title="Ada Novak",
            currency="EUR",
            holders={person: "owner"},
            now=datetime.now(UTC),
        ).id
        for number in range(2)
    ]


def _agreed(known):
    """The same through the API of the accounts service, whose models the kernel cannot name."""
    apps.get_model("accounts", "Branch").objects.create(code="001", name="Main", city="Berlin")
    product = apps.get_model("accounts", "AccountType").objects.create(
        id=new_id(), code="everyday", name="Everyday", kind="current", currency="EUR"
    )
    known.products.append(str(product.id))

    def post(path, body):
        answer = Client().post(
            f"/api/v1/{path}",
            json.dumps(body),
            content_type="application/json",
            HTTP_IDEMPOTENCY_KEY=uuid.uuid4().hex,
            **known.headers,
        )
        assert answer.status_code == 201, answer.content
        return answer.json()

    post("customers", {"given_name": "Ada", "family_name": "Novak"})
    return [uuid.UUID(post("accounts", {"account_type": str(product.id)})["id"])
            for _ in range(2)]  # fmt: skip


def _real(name, known, *, turn):
    """Return a real id for a parameter of this name, or None."""
    if name in ACCOUNTS:
        return known.accounts[turn % 2]
    if name == "transfer_id":
        return known.transfer
    if name == "transaction_id":
        return str(uuid.UUID(int=uuid.UUID(known.transfer).int | turn % 2))
    if name == "account_type" and known.products:
        return known.products[0]
    return None


def _feed(case, known, *, turn):
    """Put real ids where ids stand, so that not every answer is a 404."""
    for place in (case.path_parameters, case.query, case.body):
        if not isinstance(place, dict):
            continue
        for shift, name in enumerate(sorted(place)):
            if (real := _real(name, known, turn=turn + shift)) is not None:
                place[name] = real
        if isinstance(place.get("amount"), str) and turn % 4 == 1:
            place["amount"] = "1.00"


# Read once, in this process; making it asks no database.
schema = schemathesis.openapi.from_wsgi("/api/schema", get_wsgi_application())


class TestSchemathesis:
    @schema.parametrize()
    @bounded(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    def test_every_answer_is_the_documented_one(self, case, world, one_transaction):
        world.turn = getattr(world, "turn", -1) + 1
        if world.turn % 2:
            _feed(case, world, turn=world.turn)
        savepoint = transaction.savepoint()
        try:
            # Nobody is signed in now and then, and that is documented too.
            signed_in = world.turn % 8 != 6
            headers = {"Authorization": world.headers["HTTP_AUTHORIZATION"]} if signed_in else {}
            response = case.call(headers=headers)
            case.validate_response(response, checks=CHECKS)
        finally:
            transaction.savepoint_rollback(savepoint)


def _schema():
    answer = Client().get("/api/schema", HTTP_ACCEPT="application/vnd.oai.openapi+json")
    return json.loads(answer.content)


class TestSchema:
    def test_is_valid_and_has_no_warnings(self, capsys):
        out = StringIO()
        call_command(
            "spectacular", "--validate", "--fail-on-warn", "--format", "openapi-json", stdout=out
        )
        content = json.loads(out.getvalue())
        assert content["openapi"].startswith("3.1")
        assert content["paths"]
        assert "arning" not in capsys.readouterr().err

    def test_names_the_paths_of_the_running_services_only(self, db):
        content = _schema()
        prefixes = {path.split("/")[3] for path in content["paths"]}
        running = {prefix for service in settings.RUNNING for prefix in service.prefixes}
        assert prefixes <= running
        assert all(path.startswith("/api/v1/") for path in content["paths"])

    def test_every_money_operation_asks_for_a_key(self, db):
        content = _schema()
        moving = (
            "/api/v1/deposits",
            "/api/v1/withdrawals",
            "/api/v1/transfers",
            "/api/v1/accounts",
        )
        posts = [content["paths"][path]["post"] for path in moving if path in content["paths"]]
        for operation in posts:
            keys = [one for one in operation["parameters"] if one["name"] == "Idempotency-Key"]
            assert [(one["in"], one["required"]) for one in keys] == [("header", True)]
        expected = {"accounts": 1, "transactions": 3}
        assert len(posts) == sum(expected.get(service.name, 0) for service in settings.RUNNING)


class TestDocs:
    """Swagger UI, offline."""

    def test_refer_to_no_other_host(self, db):
        page = Client().get("/api/docs")
        assert page.status_code == 200
        text = page.content.decode()
        addresses = re.findall(r"""(?:src|href)=["']([^"']+)""", text)
        assert any(address.endswith("swagger-ui-bundle.js") for address in addresses)
        script = Client().get("/api/docs", {"script": ""}).content.decode()
        for address in [*addresses, *re.findall(r"""url: ["']([^"']+)""", script)]:
            assert re.match(r"/(?!/)|data:", address), address
        assert not re.search(r"https?://(?!localhost)", text + script)

    def test_are_whole_without_the_network(self, db):
        text = Client().get("/api/docs").content.decode()
        for address in re.findall(r"""(?:src|href)=["'](/static/[^"']+)""", text):
            answer = Client().get(address)
            assert answer.status_code == 200, address
            assert b"".join(answer)

    def test_are_kept_from_loading_anything_else(self, db):
        policy = Client().get("/api/docs").headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "http" not in policy + CONTENT_SECURITY_POLICY
