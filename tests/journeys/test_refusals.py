"""Whatever the bank does not do, it says clearly, and everything stays as it was."""

from __future__ import annotations

import httpx
import pytest

from tests.journeys.customer import content, new_key
from tests.journeys.world import PROBLEM, RANDOM_ID


def test_an_account_with_money_is_not_closed_and_a_closed_one_not_twice(world, refused):
    own, closed = world.payer.account["id"], world.closed["id"]
    refused(f"/accounts/{own}/close", status=422, code="account_not_empty")
    refused(f"/accounts/{closed}/close", status=422, code="account_closed")


def test_an_account_of_no_known_type_is_not_opened(world, refused):
    offer = world.payer.account["account_type"]["id"]
    body = {"account_type": RANDOM_ID}
    refused("/accounts", status=404, code="account_type_not_found", json=body)
    body = {"account_type": offer, "branch": RANDOM_ID}
    refused("/accounts", status=404, code="branch_not_found", json=body)


def test_who_is_no_customer_opens_no_account(new_person, world):
    stranger = new_person().sign_up()
    body = {"account_type": world.payer.account["account_type"]["id"]}
    refusal = content(stranger.post("/accounts", json=body, key=new_key()), status=404)
    assert refusal["code"] == "customer_not_found"


def test_one_person_is_one_customer(world, refused):
    body = {"given_name": "Second", "family_name": "Self"}
    refused("/customers", status=409, code="customer_exists", json=body)


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"limit": "0"}, "limit_invalid"),
        ({"limit": "1e1"}, "limit_invalid"),
        ({"cursor": "made-up"}, "cursor_invalid"),
        ({"order": "id"}, "invalid"),
        ({"type": "theft"}, "invalid"),
        ({"from_date": "2026-13-01"}, "invalid"),
        ({"min_amount": "-1"}, "invalid"),
        ({"surprise": "1"}, "invalid"),
        ({"account": "1"}, "invalid"),
    ],
)
def test_a_list_is_not_given_for(params, code, world):
    answer = world.payer.person.get("/transactions", params=params)
    assert content(answer, status=400)["code"] == code
    assert answer.headers["Content-Type"] == PROBLEM


@pytest.mark.parametrize("at", ["yesterday", "2026-02-30", "2026-01-31T12:00:00", ""])
def test_a_balance_is_not_given_for_a_moment_that_is_none(at, world):
    address = f"/balances/{world.payer.account['id']}"
    problem = content(world.payer.person.get(address, params={"at": at}), status=400)
    assert problem["code"] == "moment_invalid"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("DELETE", "/transfers", httpx.codes.METHOD_NOT_ALLOWED),
        ("PUT", "/accounts", httpx.codes.METHOD_NOT_ALLOWED),
        ("GET", "/deposits", httpx.codes.METHOD_NOT_ALLOWED),
        ("GET", "/accounts/1", httpx.codes.NOT_FOUND),
        ("GET", "/no-such-thing", httpx.codes.NOT_FOUND),
    ],
)
def test_what_cannot_be_done_is_a_problem_too(method, path, status, world):
    answer = world.payer.person.request(method, path)
    assert content(answer, status=status)["status"] == status
    assert answer.headers["Content-Type"] == PROBLEM
