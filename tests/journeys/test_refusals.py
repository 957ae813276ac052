"""Whatever the bank does not do, it says clearly, and everything stays as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from tests.journeys.customer import Customer, content, new_key

PROBLEM = "application/problem+json"
RANDOM_ID = "3f2b8c1e-5a57-4f1e-9a54-0c6d2b7e9f11"
BAD_AMOUNTS = {
    "negative": "-5",
    "zero": "0",
    "zero_with_decimals": "0.00",
    "an_exponent": "1e3",
    "not_a_number": "NaN",
    "infinite": "Infinity",
    "arabic_digits": "٣.٠٠",
    "with_an_underscore": "5_000",
    "a_tenth_of_a_cent": "0.001",
    "larger_than_any_bank": "99999999999999999999",
    "a_number": 25,
    "a_number_with_decimals": 25.00,
    "true": True,
    "a_list": ["25.00"],
    "an_object": {"value": "25.00"},
    "empty": "",
    "spaced": " 25.00",
    "with_a_comma": "25,00",
    "with_a_plus": "+25.00",
    "without_a_whole_part": ".50",
    "with_an_open_end": "25.",
    "with_a_line_end": "25.00\n",
    "hexadecimal": "0x19",
    "with_a_leading_zero": "007.00",
}


@dataclass(frozen=True, kw_only=True)
class World:
    """A customer with money, an empty account and a closed one; and somebody else."""

    payer: Customer
    empty: dict[str, Any]
    closed: dict[str, Any]
    payee: Customer

    def snapshot(self) -> tuple[bytes, ...]:
        """Return everything that both can see of their money."""
        return (*self.payer.snapshot(), *self.payee.snapshot())


@pytest.fixture(scope="module")
def world(customer) -> World:
    payer = customer(funds="100.00", given_name="Petra", family_name="Payer")
    closed = payer.open_account()
    content(payer.person.post(f"/accounts/{closed['id']}/close"))
    return World(
        payer=payer,
        empty=payer.open_account(product="savings"),
        closed=closed,
        payee=customer(funds="1.00", given_name="Rolf", family_name="Receiver"),
    )


@pytest.fixture(scope="module")
def untouched(world) -> tuple[bytes, ...]:
    """Return how it all was before the first refusal."""
    return world.snapshot()


@pytest.fixture
def refused(world, untouched):
    """Return a function that sends a request, expects a problem, and sees nothing change."""

    def ask(path: str, *, status: int, code: str, **request: Any) -> dict[str, Any]:
        answer = world.payer.person.post(path, key=new_key(), **request)
        problem = content(answer, status=status)
        assert answer.headers["Content-Type"] == PROBLEM
        assert problem["code"] == code
        assert problem["status"] == status
        assert problem["type"] == f"/docs/errors#{code}"
        assert problem["request_id"] == answer.headers["X-Request-ID"]
        assert problem["title"]
        assert problem["detail"]
        assert world.snapshot() == untouched
        return problem

    return ask


def movement(world: World, path: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a movement that would be posted, with changes."""
    body = {"amount": "10.00"}
    if path == "/transfers":
        body |= {"from_account": world.payer.account["id"]}
        body |= {"to_account": world.payee.account["id"]}
    else:
        body |= {"account": world.payer.account["id"]}
    return body | changes


MOVEMENTS = pytest.mark.parametrize("path", ["/deposits", "/withdrawals", "/transfers"])


@MOVEMENTS
@pytest.mark.parametrize("amount", list(BAD_AMOUNTS.values()), ids=list(BAD_AMOUNTS))
def test_an_amount_is_refused_that_is(amount, path, world, refused):
    body = movement(world, path, amount=amount)
    problem = refused(path, status=400, code="amount_invalid", json=body)
    assert problem["errors"]["amount"][0]["code"] == "amount_invalid"


@MOVEMENTS
def test_an_amount_above_the_limit_of_one_movement_is_refused(path, world, refused):
    body = movement(world, path, amount="1000000.01")
    refused(path, status=422, code="amount_above_limit", json=body)


@pytest.mark.parametrize("path", ["/withdrawals", "/transfers"])
@pytest.mark.parametrize("amount", ["100.01", "1000000.00"])
def test_more_than_there_is_cannot_be_spent(amount, path, world, refused):
    body = movement(world, path, amount=amount)
    problem = refused(path, status=422, code="insufficient_funds", json=body)
    assert "100.00 EUR" in problem["detail"]


@pytest.mark.parametrize("by", ["id", "number"])
def test_money_does_not_move_from_an_account_to_itself(by, world, refused):
    body = movement(world, "/transfers", to_account=world.payer.account[by])
    refused("/transfers", status=422, code="same_account", json=body)


@pytest.mark.parametrize(
    ("path", "field", "named"),
    [
        ("/deposits", "account", "to_account"),
        ("/withdrawals", "account", "from_account"),
        ("/transfers", "from_account", "from_account"),
        ("/transfers", "to_account", "to_account"),
    ],
)
def test_nothing_moves_on_a_closed_account(path, field, named, world, refused):
    body = movement(world, path) | {field: world.closed["id"]}
    problem = refused(path, status=422, code="account_closed", json=body)
    assert list(problem["errors"]) == [field if path != "/transfers" else named]


@MOVEMENTS
@pytest.mark.parametrize("currency", ["USD", "JPY", "eur", "XXX"])
def test_another_currency_than_the_accounts_is_refused(currency, path, world, refused):
    body = movement(world, path, currency=currency)
    refused(path, status=422, code="currency_mismatch", json=body)


@MOVEMENTS
@pytest.mark.parametrize("day", ["2999-12-31"])
def test_a_value_date_in_the_future_is_refused(day, path, world, refused):
    body = movement(world, path, value_date=day)
    refused(path, status=422, code="value_date_in_future", json=body)


@MOVEMENTS
def test_a_value_date_far_back_is_refused(path, world, refused):
    body = movement(world, path, value_date="2001-01-01")
    refused(path, status=422, code="value_date_too_old", json=body)


@pytest.mark.parametrize("to", [RANDOM_ID, "DE89370400440532013000", "nobody", "x' OR '1'='1"])
def test_money_for_nobody_is_refused(to, world, refused):
    body = movement(world, "/transfers", to_account=to)
    refused("/transfers", status=404, code="account_not_found", json=body)


@MOVEMENTS
def test_an_account_that_does_not_exist_is_not_found(path, world, refused):
    field = "from_account" if path == "/transfers" else "account"
    body = movement(world, path) | {field: RANDOM_ID}
    refused(path, status=404, code="account_not_found", json=body)


@MOVEMENTS
@pytest.mark.parametrize(
    "changes",
    [
        {"surprise": 1},
        {"note": "n" * 141},
        {"note": "a\x00b"},
        {"amount": None},
        {"note": 7},
        {"value_date": "yesterday"},
        {"value_date": "2026-02-30"},
        {"currency": "EURO"},
        {"account": "1", "from_account": "1"},
    ],
    ids=[
        "an_unknown_field",
        "a_long_note",
        "a_control_character",
        "no_amount",
        "a_number_as_note",
        "no_date",
        "no_day_of_the_calendar",
        "no_currency_code",
        "no_account_id",
    ],
)
def test_a_request_is_invalid_with(changes, path, world, refused):
    raw = json.dumps(movement(world, path) | changes).encode()
    problem = refused(path, status=400, code="invalid", content=raw)
    assert set(problem["errors"]) <= set(changes)
    assert problem["errors"]


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A request that is no request."""

    status: int
    code: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


UNREADABLE = {
    "a_key_twice": Unreadable(
        status=400, code="malformed_request", content=b'{"amount": "1.00", "amount": "9.00"}'
    ),
    "a_bare_nan": Unreadable(status=400, code="malformed_request", content=b'{"amount": NaN}'),
    "no_json": Unreadable(status=400, code="malformed_request", content=b"amount=1.00"),
    "half_a_json": Unreadable(status=400, code="malformed_request", content=b'{"amount": "1'),
    "a_list": Unreadable(status=400, code="malformed_request", content=b"[]"),
    "no_utf_8": Unreadable(status=400, code="malformed_request", content=b'{"note": "\xff"}'),
    "a_byte_order_mark": Unreadable(
        status=400, code="malformed_request", content=b'\xef\xbb\xbf{"amount": "1.00"}'
    ),
    "half_a_character": Unreadable(
        status=400, code="malformed_request", content=b'{"note": "a\\ud800b"}'
    ),
    "nothing": Unreadable(status=400, code="invalid", content=b""),
    "deep_json": Unreadable(
        status=400, code="malformed_request", content=b'{"amount":' + b"[" * 100_000
    ),
    "a_number_of_a_million_digits": Unreadable(
        status=400, code="malformed_request", content=b'{"amount":' + b"9" * 100_000 + b"}"
    ),
    "another_content_type": Unreadable(
        status=415,
        code="unsupported_media_type",
        content=b"amount=1.00",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    ),
    "a_huge_body": Unreadable(
        status=413,
        code="request_too_large",
        content=b'{"note": "' + b"x" * 2_000_000 + b'"}',
        headers={"Connection": "close"},
    ),
}


@MOVEMENTS
@pytest.mark.parametrize("request_", list(UNREADABLE.values()), ids=list(UNREADABLE))
def test_a_request_cannot_be_read_that_is(request_, path, refused):
    refused(
        path,
        status=request_.status,
        code=request_.code,
        content=request_.content,
        headers=dict(request_.headers),
    )


def test_a_connection_is_kept_or_announced_to_close_after_a_huge_body(world):
    person = world.payer.person
    huge = UNREADABLE["a_huge_body"].content
    for _ in range(25):
        answer = person.post("/transfers", content=huge, key=new_key())
        assert content(answer, status=413)["code"] == "request_too_large"
        # A client that was told of no end sends its next request on the same connection.
        assert content(person.get("/accounts"))["results"]


def test_a_duplicate_key_does_not_smuggle_another_amount_in(world, refused):
    body = json.dumps(movement(world, "/transfers"))
    raw = body[:-1] + ', "amount": "99.00"}'
    refused("/transfers", status=400, code="malformed_request", content=raw.encode())


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
