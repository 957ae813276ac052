"""A payment above the limit needs a fresh factor, for exactly that amount and that payee, once."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.journeys.client import Mailbox, Person
from tests.journeys.customer import Customer, content, new_key
from tests.journeys.signing_in import enrol_app

AMOUNT = "1500.00"


@pytest.fixture(scope="module")
def payee(customer) -> Customer:
    return customer(given_name="Pia", family_name="Payee")


@pytest.fixture
def payer(customer) -> Customer:
    return customer(funds="9000.00")


def pay(
    payer: Customer, to: str, *, amount: str = AMOUNT, approval: str = "", key: str = ""
) -> httpx.Response:
    body = {"from_account": payer.account["id"], "to_account": to, "amount": amount}
    headers = {"Step-Up": approval} if approval else None
    return payer.person.post("/transfers", json=body, key=key or new_key(), headers=headers)


def asked_of(refused: httpx.Response) -> dict[str, Any]:
    """Return what a payment that was refused says is to be approved."""
    problem = content(refused, status=403)
    assert problem["code"] == "step_up_required"
    found: dict[str, Any] = problem["step_up"]
    return found


def approve_by_mail(person: Person, asked: dict[str, Any]) -> str:
    """Return the approval for a mailed code, whose mail says what it is for."""
    mailbox = Mailbox(person.mail_dir)
    before = len(mailbox.codes(person.email))
    question = content(person.post("/auth/step-up", json=asked), status=201)
    assert question["methods"] == ["email"]
    code = mailbox.wait_for_code(person.email, beyond=before)
    assert question["sentence"] in " ".join(mailbox.mails(person.email)[-1].body.split())
    return answer(person, question, method="email", code=code)


def answer(person: Person, question: dict[str, Any], **body: Any) -> str:
    found: str = content(person.post(f"/auth/step-up/{question['id']}", json=body))["approval"]
    return found


class TestALargePayment:
    def test_goes_through_with_a_code_that_names_amount_and_payee(self, payer, payee):
        asked = asked_of(pay(payer, payee.account["number"]))
        assert asked["facts"]["amount"] == AMOUNT
        assert payer.balance()["balance"] == "9000.00"
        approval = approve_by_mail(payer.person, asked)
        content(pay(payer, payee.account["number"], approval=approval), status=201)
        assert payer.balance()["balance"] == "7500.00"

    def test_is_not_approved_by_what_was_approved_for_another(self, payer, payee):
        other = payee.open_account(product="savings")
        approval = approve_by_mail(payer.person, asked_of(pay(payer, payee.account["number"])))
        for to, amount in (
            (payee.account["number"], "1500.01"),
            (payee.account["number"], "2000.00"),
            (other["number"], AMOUNT),
        ):
            refused = pay(payer, to, amount=amount, approval=approval)
            assert content(refused, status=403)["code"] == "step_up_mismatch"
        assert payer.balance()["balance"] == "9000.00"

    def test_is_approved_once_however_many_are_sent_at_once(self, payer, payee):
        number = payee.account["number"]
        # Above what a new payee gets without one; all five together are below what it may get.
        amount = "400.00"
        approval = approve_by_mail(payer.person, asked_of(pay(payer, number, amount=amount)))
        payer.person.headers()

        def send(_: int) -> int:
            return pay(payer, number, amount=amount, approval=approval).status_code

        with ThreadPoolExecutor(5) as pool:
            statuses = Counter(pool.map(send, range(5)))
        assert statuses == {201: 1, 403: 4}
        late = content(pay(payer, number, amount=amount, approval=approval), status=403)
        assert late["code"] == "step_up_used"
        assert payer.balance()["balance"] == "8600.00"

    def test_that_is_sent_again_with_its_key_is_answered_again_and_paid_once(self, payer, payee):
        number, key = payee.account["number"], new_key()
        approval = approve_by_mail(payer.person, asked_of(pay(payer, number)))
        answers = [pay(payer, number, approval=approval, key=key) for _ in range(2)]
        assert answers[0].content == answers[1].content
        assert [one.status_code for one in answers] == [201, 201]
        assert payer.balance()["balance"] == "7500.00"

    def test_is_approved_by_nobody_else(self, payer, payee, customer):
        other = customer(funds="9000.00")
        asked = asked_of(pay(payer, payee.account["number"]))
        approval = approve_by_mail(other.person, asked)
        refused = pay(payer, payee.account["number"], approval=approval)
        assert content(refused, status=403)["code"] == "step_up_mismatch"
        question = content(other.person.post("/auth/step-up", json=asked), status=201)
        body = {"method": "email", "code": "000000"}
        strange = payer.person.post(f"/auth/step-up/{question['id']}", json=body)
        assert content(strange, status=404)["code"] == "step_up_not_found"

    def test_asks_who_has_an_app_for_the_app(self, payer, payee):
        person = payer.person
        app = enrol_app(person)
        asked = asked_of(pay(payer, payee.account["number"]))
        question = content(person.post("/auth/step-up", json=asked), status=201)
        assert question["methods"] == ["otp"]
        approval = answer(person, question, method="otp", code=app.code())
        content(pay(payer, payee.account["number"], approval=approval), status=201)


class TestGuessing:
    def test_has_five_tries_for_a_question(self, payer, payee):
        person = payer.person
        asked = asked_of(pay(payer, payee.account["number"]))
        before = len(Mailbox(person.mail_dir).codes(person.email))
        question = content(person.post("/auth/step-up", json=asked), status=201)
        code = Mailbox(person.mail_dir).wait_for_code(person.email, beyond=before)
        path = f"/auth/step-up/{question['id']}"
        told = []
        for number in range(6):
            wrong = f"{(int(code) + 1 + number) % 10**6:06d}"
            refused = person.post(path, json={"method": "email", "code": wrong})
            told.append((refused.status_code, refused.json()["code"]))
        assert [code for _, code in told] == ["factor_wrong"] * 5 + ["step_up_over"]
        late = person.post(path, json={"method": "email", "code": code})
        assert content(late, status=409)["code"] == "step_up_over"
