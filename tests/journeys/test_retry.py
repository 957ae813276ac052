"""A client that does not know whether its money moved asks again, with the same key."""

from __future__ import annotations

import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import httpx
import pytest

from tests.journeys.customer import content, new_key
from tests.journeys.proxy import CutLine, send_and_hang_up

CLIENTS = 8


@pytest.fixture(scope="module")
def payee(customer):
    return customer(given_name="Rolf", family_name="Receiver")


def test_a_retry_after_a_cut_connection_is_answered_byte_for_byte_and_moves_nothing(
    bank, customer, payee
):
    payer, key = customer(funds="50.00"), new_key()
    body = {
        "from_account": payer.account["id"],
        "to_account": payee.account["number"],
        "amount": "12.50",
        "note": "Once",
    }
    headers = payer.person.headers(key=key)
    with CutLine(to=bank.base_url) as line, pytest.raises(httpx.TransportError):
        httpx.post(f"{line.url}/api/v1/transfers", json=body, headers=headers, timeout=30.0)
    assert line.status == httpx.codes.CREATED

    for _ in range(2):
        retry = payer.person.post("/transfers", json=body, key=key)
        assert retry.status_code == httpx.codes.CREATED
        assert retry.headers["Idempotency-Replayed"] == "true"
        assert retry.headers["Content-Type"] == "application/json"
        assert retry.content == line.body
    assert payer.balance()["balance"] == "37.50"
    moved = [found for found in payer.transactions() if found["type"] == "transfer_out"]
    assert [found["transfer_id"] for found in moved] == [retry.json()["id"]]


def test_a_request_whose_sender_left_before_the_answer_is_carried_out_at_most_once(
    bank, customer, payee
):
    payer, key = customer(funds="50.00"), new_key()
    body = {
        "from_account": payer.account["id"],
        "to_account": payee.account["id"],
        "amount": "1.00",
    }
    sent = httpx.Request(
        "POST",
        f"{bank.base_url}/api/v1/transfers",
        json=body,
        headers=payer.person.headers(key=key),
    )
    head = "".join(f"{name}: {value}\r\n" for name, value in sent.headers.items())
    raw = f"POST /api/v1/transfers HTTP/1.1\r\n{head}\r\n".encode() + sent.content
    send_and_hang_up(to=bank.base_url, request=raw)

    answer = content(payer.person.post("/transfers", json=body, key=key), status=201)
    assert answer["amount"] == "1.00"
    # The request without a listener may still be on its way; it finds the key taken.
    assert payer.balance()["balance"] == "49.00"
    again = payer.person.post("/transfers", json=body, key=key)
    assert content(again, status=201) == answer
    assert [found["type"] for found in payer.transactions()] == ["transfer_out", "deposit"]


@pytest.mark.parametrize("operation", ["deposits", "withdrawals", "transfers"])
def test_eight_posts_of_one_key_at_once_are_one_movement_with_equal_answers(
    operation, customer, payee
):
    payer, key, start = customer(funds="80.00"), new_key(), Barrier(CLIENTS)
    own = payer.account["id"]
    bodies = {
        "deposits": {"account": own, "amount": "10.00"},
        "withdrawals": {"account": own, "amount": "10.00"},
        "transfers": {
            "from_account": own,
            "to_account": payee.account["id"],
            "amount": "10.00",
        },
    }

    def post(_: int) -> httpx.Response:
        start.wait()
        return payer.person.post(f"/{operation}", json=bodies[operation], key=key)

    with ThreadPoolExecutor(CLIENTS) as threads:
        answers = list(threads.map(post, range(CLIENTS)))
    assert {answer.status_code for answer in answers} == {httpx.codes.CREATED}
    assert len({answer.content for answer in answers}) == 1
    fresh = [answer for answer in answers if "Idempotency-Replayed" not in answer.headers]
    assert len(fresh) == 1
    assert payer.balance()["balance"] == ("90.00" if operation == "deposits" else "70.00")
    assert len(payer.transactions()) == 2


def test_eight_openings_with_one_key_open_one_account(customer):
    someone, key, start = customer(), new_key(), Barrier(CLIENTS)
    body = {"account_type": someone.account["account_type"]["id"], "nickname": "Holidays"}

    def post(_: int) -> httpx.Response:
        start.wait()
        return someone.person.post("/accounts", json=body, key=key)

    with ThreadPoolExecutor(CLIENTS) as threads:
        answers = list(threads.map(post, range(CLIENTS)))
    assert {answer.status_code for answer in answers} == {httpx.codes.CREATED}
    assert len({answer.content for answer in answers}) == 1
    listed = content(someone.person.get("/accounts"))["results"]
    assert {found["id"] for found in listed} == {someone.account["id"], answers[0].json()["id"]}


def test_a_key_is_not_lent_to_another_request(customer, payee):
    payer, key = customer(funds="50.00"), new_key()
    payer.transfer("1.00", to=payee.account["id"], key=key)
    before = payer.snapshot()
    for amount, to in (("2.00", payee.account["id"]), ("1.00", payee.account["number"])):
        refused = content(payer.ask_transfer(amount, to=to, key=key), status=422)
        assert refused["code"] == "idempotency_key_reused"
    assert payer.snapshot() == before


def test_one_persons_key_is_free_for_another_person_and_for_another_operation(customer, payee):
    key = new_key()
    one, other = customer(funds="50.00"), customer(funds="50.00")
    for payer in (one, other):
        payer.transfer("1.00", to=payee.account["id"], key=key)
        body = {"account": payer.account["id"], "amount": "2.00"}
        answer = payer.person.post("/deposits", json=body, key=key)
        assert "Idempotency-Replayed" not in answer.headers
        assert content(answer, status=201)["type"] == "deposit"
        assert payer.balance()["balance"] == "51.00"


@pytest.mark.parametrize("operation", ["deposits", "withdrawals", "transfers", "accounts"])
def test_without_a_key_nothing_is_done(operation, customer, payee):
    payer = customer(funds="50.00")
    own = payer.account["id"]
    bodies = {
        "deposits": {"account": own, "amount": "10.00"},
        "withdrawals": {"account": own, "amount": "10.00"},
        "transfers": {"from_account": own, "to_account": payee.account["id"], "amount": "1.00"},
        "accounts": {"account_type": payer.account["account_type"]["id"]},
    }
    before = payer.snapshot()
    problems = [
        content(payer.person.post(f"/{operation}", json=bodies[operation], key=key), status=400)
        for key in (None, "k" * 256, "two words")
    ]
    assert [problem["code"] for problem in problems] == [
        "idempotency_key_missing",
        "idempotency_key_invalid",
        "idempotency_key_invalid",
    ]
    assert payer.snapshot() == before


def test_keys_that_differ_in_case_are_two_keys(customer, payee):
    payer = customer(funds="50.00")
    key = f"Key-{uuid.uuid4()}"
    ids = {
        payer.transfer("1.00", to=payee.account["id"], key=each)["id"]
        for each in (key, key.lower(), key.upper())
    }
    assert len(ids) == 3
    assert payer.balance()["balance"] == "47.00"


def test_a_refusal_binds_no_key(customer, payee):
    payer, key = customer(), new_key()
    refused = payer.ask_transfer("5.00", to=payee.account["id"], key=key)
    assert content(refused, status=422)["code"] == "insufficient_funds"
    payer.deposit("5.00")
    posted = payer.ask_transfer("5.00", to=payee.account["id"], key=key)
    assert content(posted, status=201)["amount"] == "5.00"
    assert "Idempotency-Replayed" not in posted.headers


def test_equal_intents_with_different_keys_are_two_movements(customer, payee):
    payer = customer(funds="50.00")
    body = {"from_account": payer.account["id"], "to_account": payee.account["id"]}
    raw = json.dumps(body | {"amount": "4.00"}).encode()
    ids = {
        content(payer.person.post("/transfers", content=raw, key=new_key()), status=201)["id"]
        for _ in range(2)
    }
    assert len(ids) == 2
    assert payer.balance()["balance"] == "42.00"
