"""What belongs to somebody else does not exist: the same 404 as for an id made up just now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
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


CASH = Row(body={"amount": "1.00"}, owned={"body account": "account"})
# Every operation of the schema has a row here; `test_every_operation_has_its_row` says if not.
ROWS = {
    "close_account": Row(owned={"path account_id": "account"}),
    "create_category": Row(body={"name": "Hobbies"}),
    "deposit_money": CASH,
    "get_account": Row(owned={"path account_id": "account"}),
    "get_balance": Row(owned={"path account_id": "account"}),
    "get_me": Row(),
    "get_my_customer": Row(),
    "get_transaction": Row(owned={"path transaction_id": "transaction"}),
    "get_transfer": Row(owned={"path transfer_id": "transfer"}),
    "list_account_types": Row(),
    "list_accounts": Row(),
    "list_announcements": Row(),
    "list_branches": Row(),
    "list_categories": Row(),
    # The code of a product, which everybody may know.
    "list_interest_rates": Row(free=frozenset({"query account_type"}), is_public=True),
    "list_transactions": Row(owned={"query account": "account"}),
    "mint_token": Row(),
    "open_account": Row(
        body={"account_type": str(uuid.uuid4())},
        free=frozenset({"body account_type", "body branch"}),
    ),
    "register_customer": Row(body={"given_name": "A", "family_name": "B"}),
    # Anybody may be paid. The money must be one's own.
    "transfer_money": Row(
        body={"amount": "1.00"},
        owned={"body from_account": "account"},
        free=frozenset({"body to_account"}),
    ),
    "withdraw_money": CASH,
}
OWNED = [(name, place, kind) for name, row in ROWS.items() for place, kind in row.owned.items()]


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
        if operation.id == "transfer_money":
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


@pytest.fixture(scope="module")
def neighbours(customer) -> Neighbours:
    owner = customer(funds="50.00", given_name="Olga", family_name="Owner")
    savings = owner.open_account(product="savings")
    transfer = owner.transfer("20.00", to=savings["id"])
    return Neighbours(
        owner=owner,
        other=customer(funds="50.00", given_name="Otto", family_name="Other"),
        theirs={
            "account": owner.account["id"],
            "transfer": transfer["id"],
            "transaction": owner.transactions()[0]["id"],
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
    if name == "close_account":
        owned = neighbours.owner.open_account()["id"]
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
    address = f"{bank.base_url}{path}"
    made_up = {"Authorization": "Bearer not.a.token", "X-Session-Token": "made-up"}
    for proof in ({}, made_up):
        headers = {"Idempotency-Key": new_key(), "Accept": "application/json", **proof}
        answer = httpx.request(
            operation.method, address, json=row.body or None, headers=headers, timeout=30.0
        )
        if row.is_public:
            assert answer.status_code == httpx.codes.OK
        else:
            assert content(answer, status=401)["code"] == "not_authenticated"
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"]
