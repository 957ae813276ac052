"""What belongs to somebody else does not exist: the same 404 as for an id made up just now."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.journeys.api import Operation, operations
from tests.journeys.client import Person
from tests.journeys.customer import Customer, content, new_key

JsonBody = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Row:
    """How to ask for an operation, and what stands in the places where an id can stand.

    `owned` maps a place to what is owned: an account, a transfer, a transaction. `free` are places
    whose id is not anybody's own.
    """

    body: JsonBody = field(default_factory=dict)
    owned: dict[str, str] = field(default_factory=dict)
    free: frozenset[str] = frozenset()
    is_public: bool = False
    # What a public operation answers to an empty request.
    public_status: int = 200
    # Customers are refused before anything is looked up.
    is_staff: bool = False


APPROVAL = Row(free=frozenset({"path service", "path request_id"}))
NEXT_MONTH = (datetime.now(UTC).date() + timedelta(days=30)).isoformat()
CASH = Row(body={"amount": "1.00"}, owned={"body account": "account"})
# Every operation of the schema has a row here; `test_every_operation_has_its_row` says if not.
ROWS = {
    # Which requests whom concern is a rule of each policy: kernel/approvals has the tests.
    "approve_request": APPROVAL,
    "get_approval": APPROVAL,
    "list_approvals": Row(free=frozenset({"path service"})),
    "reject_request": APPROVAL,
    "withdraw_request": APPROVAL,
    "accept_invitation": Row(is_public=True, public_status=422),
    "deactivate_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    "get_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    "invite_person": Row(free=frozenset({"body person_id"}), is_staff=True),
    # One's own; with `person` it is for staff (test_auth_staff.py).
    "list_activity": Row(free=frozenset({"query person"})),
    "list_invitations": Row(is_staff=True),
    "list_people": Row(is_staff=True),
    "open_invitation": Row(is_public=True, public_status=422),
    # Somebody else's question is a 404: test_auth_step_up.py, where there is one.
    "prove_step_up": Row(free=frozenset({"path step_up_id"})),
    "reactivate_person": Row(free=frozenset({"path person_id"}), is_staff=True),
    # By cookie; without the CSRF token it is refused.
    "refresh_token": Row(is_public=True, public_status=403),
    "resend_invitation": Row(free=frozenset({"path invitation_id"}), is_staff=True),
    "reset_factors": Row(free=frozenset({"path person_id"}), is_staff=True),
    "revoke_invitation": Row(free=frozenset({"path invitation_id"}), is_staff=True),
    "set_roles": Row(free=frozenset({"path person_id"}), is_staff=True),
    "start_step_up": Row(),
    "close_account": Row(owned={"path account_id": "account"}),
    # accounts: what staff do.
    "add_account_type": Row(free=frozenset({"body limit_transfer"}), is_staff=True),
    "approve_account": Row(free=frozenset({"path account_id"}), is_staff=True),
    "assign_branch_staff": Row(free=frozenset({"path branch_id", "path person_id"}), is_staff=True),
    "change_account_type": Row(
        free=frozenset({"body limit_transfer", "path account_type_id"}), is_staff=True
    ),
    "change_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "create_branch": Row(is_staff=True),
    "decide_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "decide_document": Row(free=frozenset({"path customer_id", "path document_id"}), is_staff=True),
    "get_customer_status": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "get_import": Row(free=frozenset({"path import_id"}), is_staff=True),
    "import_customers": Row(is_staff=True),
    "list_account_type_edits": Row(free=frozenset({"path account_type_id"}), is_staff=True),
    "list_branch_edits": Row(free=frozenset({"path branch_id"}), is_staff=True),
    "list_branch_staff": Row(free=frozenset({"path branch_id"}), is_staff=True),
    "list_checks": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "list_customers": Row(free=frozenset({"query account_number"}), is_staff=True),
    "list_imports": Row(is_staff=True),
    "record_check": Row(free=frozenset({"body document", "path customer_id"}), is_staff=True),
    "reject_account": Row(free=frozenset({"path account_id"}), is_staff=True),
    "release_branch_staff": Row(
        free=frozenset({"path branch_id", "path person_id"}), is_staff=True
    ),
    "restore_account": Row(free=frozenset({"path closing_id"}), is_staff=True),
    "reveal_customer": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "set_overdraft": Row(free=frozenset({"path account_id"}), is_staff=True),
    "undo_decision": Row(free=frozenset({"path customer_id"}), is_staff=True),
    "update_branch": Row(free=frozenset({"path branch_id"}), is_staff=True),
    # accounts: one's own.
    "list_account_edits": Row(owned={"path account_id": "account"}),
    "list_account_holders": Row(owned={"path account_id": "account"}),
    "update_account": Row(body={"nickname": "Mine"}, owned={"path account_id": "account"}),
    "freeze_account": Row(
        body={"scope": "debits", "reason": "For the test."}, owned={"path account_id": "account"}
    ),
    "get_customer": Row(owned={"path customer_id": "customer"}),
    "list_addresses": Row(owned={"path customer_id": "customer"}),
    "list_documents": Row(owned={"path customer_id": "customer"}),
    "list_customer_edits": Row(owned={"path customer_id": "customer"}),
    "download_customer_data": Row(owned={"path customer_id": "customer"}),
    "preview_erasure": Row(owned={"path customer_id": "customer"}),
    # What the owner is refused too, as things stand: services/accounts has their matrix.
    "set_account_holder": Row(free=frozenset({"body customer", "path account_id"})),
    "remove_account_holder": Row(free=frozenset({"path account_id", "path person_id"})),
    "reactivate_account": Row(free=frozenset({"path account_id"})),
    "unfreeze_account": Row(free=frozenset({"body freeze", "path account_id"})),
    "accept_holder_invitation": Row(free=frozenset({"path invitation_id"})),
    "end_holder_invitation": Row(free=frozenset({"path invitation_id"})),
    "get_closed_account": Row(free=frozenset({"path closing_id"})),
    "move_address": Row(free=frozenset({"path customer_id"})),
    "end_address": Row(free=frozenset({"path address_id", "path customer_id"})),
    "upload_document": Row(free=frozenset({"path customer_id"})),
    "get_document_content": Row(free=frozenset({"path customer_id", "path document_id"})),
    "erase_customer": Row(free=frozenset({"path customer_id"})),
    "list_closed_accounts": Row(free=frozenset({"query customer"})),
    "list_holder_invitations": Row(),
    "change_my_contact": Row(),
    "download_my_data": Row(),
    "get_account_type": Row(free=frozenset({"path account_type_id"})),
    "list_account_type_versions": Row(free=frozenset({"path account_type_id"})),
    "get_branch": Row(free=frozenset({"path branch_id"}), is_public=True, public_status=404),
    # transactions: one's own.
    "list_fees": Row(),
    "list_limits": Row(),
    "list_payees": Row(),
    "list_seals": Row(),
    "list_batches": Row(),
    "list_standing_orders": Row(),
    "list_upcoming_payments": Row(),
    "post_batch": Row(),
    # Anybody may become a payee.
    "add_payee": Row(free=frozenset({"body account"})),
    "check_payee_name": Row(free=frozenset({"body account"})),
    "change_limit": Row(body={"amount": "400000.00"}, owned={"path limit_id": "limit"}),
    "get_batch": Row(owned={"path batch_id": "batch"}),
    "list_batch_items": Row(owned={"path batch_id": "batch"}),
    "get_receipt": Row(owned={"path transfer_id": "transfer"}),
    "list_holds": Row(owned={"query account": "account"}),
    "order_payment": Row(
        body={"amount": "1.00", "frequency": "monthly", "first_date": NEXT_MONTH},
        owned={"body from_account": "account"},
        free=frozenset({"body payee", "body to_account"}),
    ),
    "get_standing_order": Row(owned={"path order_id": "standing_order"}),
    "list_standing_order_executions": Row(owned={"path order_id": "standing_order"}),
    "change_standing_order": Row(body={"note": "Rent"}, owned={"path order_id": "standing_order"}),
    "skip_standing_order": Row(
        body={"date": NEXT_MONTH}, owned={"path order_id": "standing_order"}
    ),
    "pause_standing_order": Row(owned={"path order_id": "standing_order"}),
    "cancel_standing_order": Row(owned={"path order_id": "standing_order"}),
    # What needs more than this test makes: services/transactions has them.
    "resume_standing_order": Row(free=frozenset({"path order_id"})),
    "get_hold": Row(free=frozenset({"path hold_id"})),
    "get_payee": Row(free=frozenset({"path payee_id"})),
    "rename_payee": Row(free=frozenset({"path payee_id"})),
    "delete_payee": Row(free=frozenset({"path payee_id"})),
    # transactions: what staff do.
    "place_hold": Row(free=frozenset({"body account", "body to_account"}), is_staff=True),
    "capture_hold": Row(free=frozenset({"path hold_id"}), is_staff=True),
    "void_hold": Row(free=frozenset({"path hold_id"}), is_staff=True),
    "reverse_transfer": Row(free=frozenset({"path transfer_id"}), is_staff=True),
    "create_category": Row(body={"name": "Hobbies"}),
    "deposit_money": CASH,
    "get_account": Row(owned={"path account_id": "account"}),
    "get_balance": Row(owned={"path account_id": "account"}),
    "get_me": Row(),
    "get_my_customer": Row(),
    "get_transaction": Row(owned={"path transaction_id": "transaction"}),
    "get_transfer": Row(owned={"path transfer_id": "transfer"}),
    "list_account_types": Row(),
    "list_accounts": Row(free=frozenset({"query branch", "query customer"})),
    "list_announcements": Row(),
    "list_branches": Row(is_public=True),
    "list_categories": Row(),
    # The code of a product, which everybody may know.
    "list_interest_rates": Row(free=frozenset({"query account_type"}), is_public=True),
    "list_transactions": Row(owned={"query account": "account"}),
    "mint_token": Row(),
    "open_account": Row(
        body={"account_type": str(uuid.uuid4())},
        free=frozenset({"body account_type", "body branch", "body customer"}),
    ),
    "register_customer": Row(body={"given_name": "A", "family_name": "B"}),
    # Anybody may be paid. The money must be one's own.
    "transfer_money": Row(
        body={"amount": "1.00"},
        owned={"body from_account": "account"},
        free=frozenset({"body payee", "body to_account"}),
    ),
    "withdraw_money": CASH,
}
STAFF = [name for name, row in ROWS.items() if row.is_staff]
PLACE = re.compile(r"\{\w+\}")
OWNED = [(name, place, kind) for name, row in ROWS.items() for place, kind in row.owned.items()]


def filled(path: str) -> str:
    """Return a path with made-up ids in its places."""
    return PLACE.sub(str(uuid.uuid4()), path.replace("{service}", "auth"))


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Two customers; `theirs` are the ids of what the owner has and the other has not."""

    owner: Customer
    other: Customer
    theirs: dict[str, str]

    def attempt(
        self, operation: Operation, *, row: Row, place: str, value: str, as_person: Person
    ) -> httpx.Response:
        """Ask for the operation as somebody, with `value` in that place."""
        where, name = place.split(" ")
        path = operation.path.replace(f"{{{name}}}", value) if where == "path" else operation.path
        body = dict(row.body)
        if operation.id in {"transfer_money", "order_payment"}:
            body["to_account"] = self.other.account["id"]
        if where == "body":
            body[name] = value
        return as_person.request(
            operation.method,
            path,
            json=body or None,
            params={name: value} if where == "query" else None,
            key=new_key(),
        )


@pytest.fixture(scope="module")
def schema(bank) -> dict[str, Operation]:
    return operations(bank)


def ordered(owner: Customer, *, to: Customer) -> str:
    """Order a payment for each month and return the order's id."""
    body = {
        "from_account": owner.account["id"],
        "to_account": to.account["id"],
        "amount": "1.00",
        "frequency": "monthly",
        "first_date": NEXT_MONTH,
    }
    answer = owner.person.post("/standing-orders", json=body, key=new_key())
    found: str = content(answer, status=201)["id"]
    return found


@pytest.fixture(scope="module")
def neighbours(customer) -> Neighbours:
    owner = customer(funds="50.00", given_name="Olga", family_name="Owner")
    savings = owner.open_account(product="savings")
    transfer = owner.transfer("20.00", to=savings["id"])
    other = customer(funds="50.00", given_name="Otto", family_name="Other")
    item = {"from_account": owner.account["id"], "to_account": savings["id"], "amount": "1.00"}
    batch = owner.person.post("/transfer-batches", json={"transfers": [item]}, key=new_key())
    limits = content(owner.person.get("/limits"))["results"]
    return Neighbours(
        owner=owner,
        other=other,
        theirs={
            "account": owner.account["id"],
            "customer": content(owner.person.get("/customers/me"))["id"],
            "transfer": transfer["id"],
            "transaction": owner.transactions()[0]["id"],
            "batch": content(batch, status=201)["id"],
            "limit": next(limit["id"] for limit in limits if limit["kind"] == "month"),
            "standing_order": ordered(owner, to=other),
        },
    )


def test_every_operation_has_its_row_with_every_place_where_an_id_can_stand(schema):
    assert set(ROWS) == set(schema)
    for name, operation in schema.items():
        row = ROWS[name]
        assert operation.places == row.free | row.owned.keys(), name
        assert operation.is_public == row.is_public, name


@pytest.mark.parametrize(("name", "place", "thing"), OWNED)
def test_the_owner_is_not_told_404_by(name, place, thing, schema, neighbours):
    if name in {"close_account", "freeze_account"}:
        owned = neighbours.owner.open_account()["id"]
    elif thing == "standing_order":
        owned = ordered(neighbours.owner, to=neighbours.other)
    else:
        owned = neighbours.theirs[thing]
    answer = neighbours.attempt(
        schema[name],
        row=ROWS[name],
        place=place,
        value=owned,
        as_person=neighbours.owner.person,
    )
    assert answer.is_success, answer.text


@pytest.mark.parametrize(("name", "place", "thing"), OWNED)
def test_somebody_else_is_told_what_a_made_up_id_is_told_by(name, place, thing, schema, neighbours):
    before = neighbours.owner.snapshot()
    told = []
    for value in (neighbours.theirs[thing], str(uuid.uuid4())):
        answer = neighbours.attempt(
            schema[name],
            row=ROWS[name],
            place=place,
            value=value,
            as_person=neighbours.other.person,
        )
        problem = content(answer, status=404)
        assert problem.pop("request_id") == answer.headers["X-Request-ID"]
        told.append((problem, answer.headers["Content-Type"]))
    assert told[0] == told[1]
    assert told[0][0]["code"] == f"{thing}_not_found"
    assert neighbours.owner.snapshot() == before


@pytest.mark.parametrize("name", STAFF)
def test_what_staff_do_is_refused_to_customers_whatever_they_name(name, schema, neighbours):
    operation = schema[name]
    path = filled(operation.path)
    answer = neighbours.other.person.request(operation.method, path, json={}, key=new_key())
    assert content(answer, status=403)["code"] == "permission_denied"


def test_somebody_elses_money_is_in_no_list(neighbours):
    theirs = {
        account["id"] for account in content(neighbours.owner.person.get("/accounts"))["results"]
    }
    seen = neighbours.other.snapshot()
    for part in seen:
        assert neighbours.other.account["id"].encode() in part
        for account in theirs:
            assert account.encode() not in part
        assert neighbours.theirs["transfer"].encode() not in part


@pytest.mark.parametrize("name", list(ROWS))
def test_without_a_token_only_what_is_public_is_answered_by(name, schema, neighbours, bank):
    row, operation = ROWS[name], schema[name]
    path = operation.path
    for place, kind in row.owned.items():
        path = path.replace(f"{{{place.split(' ')[1]}}}", neighbours.theirs[kind])
    address = f"{bank.base_url}{filled(path)}"
    made_up = {"Authorization": "Bearer not.a.token", "X-Session-Token": "made-up"}
    for proof in ({}, made_up):
        headers = {"Idempotency-Key": new_key(), "Accept": "application/json", **proof}
        answer = httpx.request(
            operation.method, address, json=row.body or None, headers=headers, timeout=30.0
        )
        if row.is_public:
            assert answer.status_code == row.public_status, answer.text
        else:
            assert content(answer, status=401)["code"] == "not_authenticated"
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"]
