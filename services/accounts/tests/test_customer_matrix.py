"""Every operation on customers by every role, by the owner and by another customer."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from kernel.http.permissions import OWN
from kernel.permissions import PERMISSIONS, ROLES, may

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class Row:
    """An operation: what staff need for it, and how to ask so that it would get through.

    `own` is whether a customer may do it to their own record. `needs` may be a permission that the
    view asks for inside, where OWN alone stands in its table.
    """

    needs: str
    own: bool
    body: Any = None
    form: dict[str, str] = field(default_factory=dict)
    # What the owner and staff are answered with: the operation may have nothing to do here.
    reached: frozenset[int] = frozenset({200, 201, 202})


REASON = {"reason": "for the test"}
CUSTOMER = "customers/<uuid:customer_id>"
DOCUMENT = f"{CUSTOMER}/documents/<uuid:document_id>"
MISSING = frozenset({404})
ROWS = {
    ("GET", "customers"): Row(needs="customers.read", own=False),
    ("GET", "customers/imports"): Row(needs="customers.import", own=False),
    ("POST", "customers/imports"): Row(
        needs="customers.import", own=False, form={"dry_run": "true"}
    ),
    ("GET", "customers/imports/<uuid:import_id>"): Row(
        needs="customers.import", own=False, reached=MISSING
    ),
    ("GET", CUSTOMER): Row(needs="customers.read", own=True),
    ("PATCH", CUSTOMER): Row(
        needs="customers.edit", own=False, body={"occupation": "Baker", **REASON}
    ),
    ("POST", f"{CUSTOMER}/reveal"): Row(needs="customers.reveal", own=False, body=REASON),
    ("GET", f"{CUSTOMER}/edits"): Row(needs="customers.read", own=True),
    ("GET", f"{CUSTOMER}/addresses"): Row(needs="customers.read", own=True),
    ("POST", f"{CUSTOMER}/addresses"): Row(
        needs="customers.edit",
        own=True,
        body={"kind": "home", "street": "1 Main St", "city": "Bonn", "country": "DE"},
    ),
    ("DELETE", f"{CUSTOMER}/addresses/<uuid:address_id>"): Row(
        needs="customers.edit", own=True, reached=MISSING
    ),
    ("GET", f"{CUSTOMER}/documents"): Row(needs="customers.read", own=True),
    ("POST", f"{CUSTOMER}/documents"): Row(
        needs="customers.edit", own=True, form={"kind": "passport"}
    ),
    ("GET", f"{DOCUMENT}/content"): Row(needs="customers.reveal", own=True, reached=MISSING),
    ("POST", f"{DOCUMENT}/decision"): Row(
        needs="customers.check", own=False, body={"status": "verified"}, reached=MISSING
    ),
    ("GET", f"{CUSTOMER}/checks"): Row(needs="customers.read", own=False),
    ("POST", f"{CUSTOMER}/checks"): Row(
        needs="customers.check",
        own=False,
        body={"kind": "identity", "verdict": "passed", "comment": "seen"},
    ),
    ("GET", f"{CUSTOMER}/status"): Row(needs="customers.read", own=False),
    ("POST", f"{CUSTOMER}/status"): Row(
        needs="customers.decide", own=False, body={"status": "closed", **REASON}
    ),
    ("POST", f"{CUSTOMER}/status/undo"): Row(
        needs="customers.decide", own=False, body=REASON, reached=frozenset({409})
    ),
    ("GET", f"{CUSTOMER}/data"): Row(needs="customers.export", own=True),
    ("GET", f"{CUSTOMER}/erasure"): Row(needs="customers.erase", own=True),
    ("POST", f"{CUSTOMER}/erasure"): Row(
        needs="customers.erase", own=True, body=REASON, reached=frozenset({202, 422})
    ),
}
# What is about the one who asks, whoever it is: tested beside, since no id stands in the path.
OF_ONESELF = {
    ("POST", "customers"),
    ("GET", "customers/me"),
    ("PATCH", "customers/me"),
    ("GET", "customers/me/data"),
}


def _views(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path.removeprefix("api/v1/"), pattern


def _operations():
    for path, pattern in _views(get_resolver().url_patterns):
        if path.split("/")[0] == "customers":
            view = pattern.callback.view_class
            methods = ("get", "post", "put", "patch", "delete")
            yield from (((m.upper(), path), view) for m in methods if hasattr(view, m))


OPERATIONS = dict(_operations())


def ask(caller, operation, customer_id, png):
    method, path = operation
    row = ROWS[operation]
    path = path.replace("<uuid:customer_id>", str(customer_id))
    for name in ("address_id", "document_id", "import_id"):
        path = path.replace(f"<uuid:{name}>", str(uuid.uuid4()))
    if row.form:
        return caller.upload(path, png, **row.form)
    send = getattr(caller.http, method.lower())
    if row.body is None:
        return send(f"/api/v1/{path}", **caller.headers)
    body = json.dumps(row.body)
    return send(f"/api/v1/{path}", body, content_type="application/json", **caller.headers)


@pytest.fixture
def olga(caller):
    olga = caller("customer")
    assert olga.register(given_name="Olga", family_name="Owner").status_code == 201
    return olga


def test_every_operation_has_its_row():
    assert set(OPERATIONS) == set(ROWS) | OF_ONESELF


@pytest.mark.parametrize("operation", ROWS, ids=" ".join)
def test_the_views_table_and_this_one_agree(operation):
    method, _ = operation
    declared = OPERATIONS[operation].permissions[method]
    assert declared == (OWN if ROWS[operation].own else ROWS[operation].needs)
    assert ROWS[operation].needs in PERMISSIONS


@pytest.mark.parametrize("role", sorted(ROLES))
@pytest.mark.parametrize("operation", ROWS, ids=" ".join)
def test_by_a_role(operation, role, caller, olga, png):
    row = ROWS[operation]
    answer = ask(caller(role), operation, olga.id, png)
    if may([role], row.needs):
        assert answer.status_code in row.reached, answer.content
    elif row.own:
        # It is somebody else's: it does not exist.
        assert (answer.status_code, answer.json()["code"]) == (404, "customer_not_found")
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize("operation", ROWS, ids=" ".join)
def test_by_the_owner(operation, olga, png):
    row = ROWS[operation]
    answer = ask(olga, operation, olga.id, png)
    if row.own:
        assert answer.status_code in row.reached, answer.content
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize("operation", ROWS, ids=" ".join)
def test_somebody_elses_and_nobodys_are_answered_alike(operation, caller, olga, png):
    other = caller("customer")
    other.register(given_name="Otto", family_name="Other")
    theirs = ask(other, operation, olga.id, png)
    nobodys = ask(other, operation, uuid.uuid4(), png)
    assert theirs.status_code in {403, 404}
    without = [
        {name: value for name, value in answer.json().items() if name != "request_id"}
        for answer in (theirs, nobodys)
    ]
    assert without[0] == without[1]
    assert theirs.status_code == nobodys.status_code


@pytest.mark.parametrize("operation", sorted(set(ROWS) | OF_ONESELF), ids=" ".join)
def test_nobody_without_signing_in(operation, caller, olga, png):
    stranger = caller()
    stranger.headers = {}
    method, path = operation
    path = path.replace("<uuid:customer_id>", str(olga.id))
    for name in ("address_id", "document_id", "import_id"):
        path = path.replace(f"<uuid:{name}>", str(uuid.uuid4()))
    answer = getattr(stranger.http, method.lower())(f"/api/v1/{path}")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("role", sorted(ROLES))
def test_registering_by_a_role(role, caller):
    answer = caller(role).register()
    if may([role], "customers.register"):
        assert answer.status_code == 201
        assert answer.json()["is_masked"] is True
    elif may([role], "customers.join"):
        assert answer.status_code == 201
        assert answer.json()["is_masked"] is False
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


# Staff are customers too, and leave their own record to a colleague.
AS_STAFF = sorted(
    operation
    for operation, row in ROWS.items()
    if not row.own and operation[0] != "GET" and "customer_id" in operation[1]
)


@pytest.mark.parametrize("operation", AS_STAFF, ids=" ".join)
def test_staff_leave_their_own_record_to_a_colleague(operation, caller, olga, png):
    answer = ask(caller("compliance", "customer", person_id=olga.id), operation, olga.id, png)
    if answer.status_code == 403:
        assert answer.json()["code"] in {"own_record", "permission_denied"}
    else:
        # The compliance role lacks nothing of these, so only a refusal is right.
        pytest.fail(f"{operation} was answered {answer.status_code}")
