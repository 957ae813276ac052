"""Money that does not move: the bank says clearly why, and everything stays as it was."""

from __future__ import annotations

import json

import pytest

from tests.journeys.world import MOVEMENTS, RANDOM_ID, movement

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
