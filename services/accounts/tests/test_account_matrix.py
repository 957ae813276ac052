"""Every operation on accounts, branches and products: every role, the owner, another customer."""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import URLResolver

from kernel.http.permissions import OWN, PUBLIC
from kernel.permissions import PERMISSIONS, ROLES, may
from services.accounts.models import Application, ClosedAccount, HolderInvitation

pytestmark = pytest.mark.django_db
MINE = ("accounts", "branches", "account-types", "closed-accounts")
# What an operation may be answered with once it was let in: it need not succeed here.
LET_IN = frozenset({200, 201, 202, 204, 400, 409, 422})


@dataclass(frozen=True, kw_only=True)
class Row:
    """What staff need (nothing: everybody may), whether an owner may too, and a body."""

    needs: str | None = None
    own: bool = False
    body: Any = None


WHY = {"reason": "for the test"}
TODAY = datetime.now(UTC).date().isoformat()
ACCOUNT = "accounts/<uuid:account_id>"
BRANCH = "branches/<uuid:branch_id>"
PRODUCT = "account-types/<uuid:account_type_id>"
CLOSING = "closed-accounts/<uuid:closing_id>"
INVITATION = "accounts/invitations/<uuid:invitation_id>"
ROWS = {
    ("GET", "accounts"): Row(),
    ("POST", "accounts"): Row(body={}),
    ("GET", ACCOUNT): Row(needs="accounts.read", own=True),
    ("PATCH", ACCOUNT): Row(needs="", own=True, body={"nickname": "x"}),
    ("GET", f"{ACCOUNT}/edits"): Row(needs="accounts.history", own=True),
    ("POST", f"{ACCOUNT}/approve"): Row(needs="accounts.decide"),
    ("POST", f"{ACCOUNT}/reject"): Row(needs="accounts.decide", body=WHY),
    ("POST", f"{ACCOUNT}/freeze"): Row(
        needs="accounts.freeze", own=True, body={"scope": "debits"} | WHY
    ),
    ("POST", f"{ACCOUNT}/unfreeze"): Row(needs="accounts.freeze", own=True, body=WHY),
    ("POST", f"{ACCOUNT}/reactivate"): Row(needs="accounts.reactivate", own=True, body={}),
    ("POST", f"{ACCOUNT}/overdraft"): Row(
        needs="accounts.overdraft", body={"amount": "900.00"} | WHY
    ),
    ("POST", f"{ACCOUNT}/close"): Row(needs="accounts.close", own=True, body={"reason": "other"}),
    ("GET", f"{ACCOUNT}/holders"): Row(needs="accounts.read", own=True),
    ("POST", f"{ACCOUNT}/holders"): Row(
        needs="accounts.set_holders", own=True, body={"customer": "<somebody>", "access": "view"}
    ),
    ("DELETE", f"{ACCOUNT}/holders/<uuid:person_id>"): Row(needs="accounts.set_holders", own=True),
    ("GET", "accounts/invitations"): Row(),
    ("DELETE", INVITATION): Row(needs="", own=True),
    ("POST", f"{INVITATION}/accept"): Row(needs="", own=True),
    ("GET", "branches"): Row(),
    ("GET", BRANCH): Row(),
    ("POST", "branches"): Row(needs="branches.edit", body={}),
    ("PATCH", BRANCH): Row(needs="branches.edit", body={}),
    ("GET", f"{BRANCH}/edits"): Row(needs="branches.staff"),
    ("GET", f"{BRANCH}/staff"): Row(needs="branches.staff"),
    ("PUT", f"{BRANCH}/staff/<uuid:person_id>"): Row(needs="branches.edit"),
    ("DELETE", f"{BRANCH}/staff/<uuid:person_id>"): Row(needs="branches.edit"),
    ("GET", "account-types"): Row(),
    ("GET", PRODUCT): Row(),
    ("GET", f"{PRODUCT}/versions"): Row(),
    ("POST", "account-types"): Row(needs="products.edit", body={}),
    ("POST", f"{PRODUCT}/versions"): Row(needs="products.edit", body={}),
    ("GET", f"{PRODUCT}/edits"): Row(needs="products.read"),
    ("GET", "closed-accounts"): Row(),
    ("GET", CLOSING): Row(needs="accounts.read", own=True),
    ("POST", f"{CLOSING}/restore"): Row(needs="accounts.restore", body=WHY),
}


def _views(patterns, prefix=""):
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern):
            yield path.removeprefix("api/v1/"), pattern


def _operations():
    methods = ("get", "post", "put", "patch", "delete")
    for path, pattern in _views(get_resolver().url_patterns):
        if path.split("/")[0] in MINE:
            view = pattern.callback.view_class
            yield from (((m.upper(), path), view) for m in methods if hasattr(view, m))


OPERATIONS = dict(_operations())


@pytest.fixture
def world(ada, ben, open_account, catalogue):
    """Ada's open account, her application, her closed account; a branch and a product."""
    ben.register(given_name="Ben")
    closed = open_account().json()["id"]
    ada.post(f"accounts/{closed}/close")
    asked = Application.objects.create(
        customer_id=ada.id,
        account_type=catalogue.everyday,
        branch=catalogue.street,
        applied_by=ada.id,
        applied_at=datetime.now(UTC),
    )
    account_id = open_account().json()["id"]
    apps.get_model("ledger", "Holder").objects.create(
        person_id=ben.id, account_id=account_id, access="owner"
    )
    offered = HolderInvitation.objects.create(
        account_id=account_id,
        person_id=ada.id,
        access="owner",
        invited_by=ben.id,
        invited_at=datetime.now(UTC),
        expires_at=datetime.now(UTC) + timedelta(days=1),
    )
    return {
        "account_id": account_id,
        "invitation_id": offered.id,
        "asked_id": asked.id,
        "branch_id": catalogue.street.id,
        "account_type_id": catalogue.everyday.id,
        "closing_id": ClosedAccount.objects.get().id,
        "customer_id": ben.id,
    }


def ask(caller, operation, world, *, person):
    method, path = operation
    if path.endswith(("/approve", "/reject")):
        path = path.replace("<uuid:account_id>", str(world["asked_id"]))
    for name in ("account_id", "branch_id", "account_type_id", "closing_id", "invitation_id"):
        path = path.replace(f"<uuid:{name}>", str(world[name]))
    path = path.replace("<uuid:person_id>", str(person))
    send = getattr(caller.http, method.lower())
    body = ROWS[operation].body
    if body is None:
        return send(f"/api/v1/{path}", **caller.headers)
    text = json.dumps(body).replace("<somebody>", str(world["customer_id"]))
    return send(f"/api/v1/{path}", text, content_type="application/json", **caller.headers)


class TestMatrix:
    def test_names_every_operation(self):
        assert set(ROWS) == set(OPERATIONS)

    def test_names_permissions_of_the_table(self):
        assert {row.needs for row in ROWS.values() if row.needs} <= set(PERMISSIONS)

    @pytest.mark.parametrize("role", sorted(ROLES))
    def test_lets_a_role_do_what_its_row_says_and_no_more(self, world, caller, role):
        wrong = []
        for operation, row in ROWS.items():
            person = uuid.uuid4()
            answer = ask(caller(role), operation, world, person=person)
            declared = OPERATIONS[operation].permissions[operation[0]]
            allowed = row.needs is None or (row.needs != "" and may([role], row.needs))
            # What is OWN and somebody else's does not exist; what needs a role is forbidden.
            expected = LET_IN if allowed else frozenset({404 if declared == OWN else 403})
            if allowed and operation[0] == "DELETE":
                expected |= {404}
            if allowed and operation[1].endswith("/unfreeze"):
                expected |= {404}
            if answer.status_code not in expected:
                wrong.append((operation, role, answer.status_code, answer.content))
        assert wrong == []

    @pytest.mark.parametrize("operation", ROWS, ids=lambda one: f"{one[0]} {one[1]}")
    def test_lets_the_owner_do_what_is_theirs(self, world, ada, operation):
        row = ROWS[operation]
        answer = ask(ada, operation, world, person=ada.id)
        if row.needs is None or row.own:
            missing = operation[1].endswith("/unfreeze")
            assert answer.status_code in (LET_IN | {403} if not missing else {404})
            if answer.status_code == 403:
                assert answer.json()["code"] == "step_up_required"
        else:
            assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")

    @pytest.mark.parametrize("operation", ROWS, ids=lambda one: f"{one[0]} {one[1]}")
    def test_answers_about_somebody_elses_as_about_nobodys(self, world, caller, operation):
        row = ROWS[operation]
        if row.needs is None:
            pytest.skip("is for everybody")
        ben, person = caller(), uuid.uuid4()
        nothing = {name: uuid.uuid4() for name in world}
        nothing["customer_id"] = world["customer_id"]
        answers = []
        for one in (world, nothing):
            problem = ask(ben, operation, one, person=person).json()
            problem.pop("request_id")
            answers.append(problem)
        assert answers[0] == answers[1]

    @pytest.mark.parametrize("operation", ROWS, ids=lambda one: f"{one[0]} {one[1]}")
    def test_needs_a_token_except_for_what_is_public(self, world, ada, operation):
        ada.headers = {}
        public = OPERATIONS[operation].permissions[operation[0]] == PUBLIC
        answer = ask(ada, operation, world, person=ada.id)
        assert answer.status_code == (200 if public else 401)
