"""What a product says about minimums is what the ledger keeps to."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.apps import apps

from kernel.ledger import queries as ledger

pytestmark = pytest.mark.django_db
WHY = {"reason": "for the test"}


@pytest.fixture
def deposit_book(catalogue, open_account, ada):
    """An account that opens with 100.00 and keeps 40.00."""
    product = catalogue.product("book", minimum_opening_minor=10_000, minimum_balance_minor=4_000)
    return open_account(account_type=str(product.id)).json()


@pytest.fixture
def spend(ada):
    """Return a function that takes money out of an account without the API; the code, or ""."""
    from kernel.errors import BankError
    from kernel.ledger.records import MoneyRequest
    from kernel.ledger.tests.movements import withdraw

    def take(account, amount):
        request = MoneyRequest.make(
            actor_id=ada.id, operation="withdraw", key=uuid.uuid4().hex, body={}
        )
        try:
            withdraw(request=request, account_id=uuid.UUID(account["id"]), amount=amount)
        except BankError as refusal:
            return refusal.code
        return ""

    return take


def shown(person, account):
    content = person.get(f"accounts/{account['id']}").json()
    names = ("balance", "available", "minimum_balance", "minimum_opening")
    return tuple(content[name] for name in names)


def test_nothing_is_taken_out_before_the_opening_sum_was_there_once(
    ada, deposit_book, pay_in, spend
):
    assert shown(ada, deposit_book) == ("0.00", "0.00", "40.00", "100.00")
    pay_in(deposit_book["id"], "99.99")
    assert shown(ada, deposit_book) == ("99.99", "0.00", "40.00", "100.00")
    assert spend(deposit_book, "0.01") == "insufficient_funds"
    pay_in(deposit_book["id"], "0.01")
    assert shown(ada, deposit_book) == ("100.00", "60.00", "40.00", "0.00")
    assert spend(deposit_book, "60.01") == "insufficient_funds"
    assert spend(deposit_book, "60.00") == ""
    # It was there once: what comes in later can be taken out.
    pay_in(deposit_book["id"], "5.00")
    assert spend(deposit_book, "5.00") == ""
    assert spend(deposit_book, "0.01") == "insufficient_funds"
    assert shown(ada, deposit_book) == ("40.00", "0.00", "40.00", "0.00")


def test_what_is_available_is_the_same_in_the_ledger(ada, deposit_book, pay_in):
    pay_in(deposit_book["id"], "100.00")
    account_id = uuid.UUID(deposit_book["id"])
    assert ledger.get_balance(account_id=account_id, now=datetime.now(UTC)).available_minor == 6_000


def test_an_overdraft_begins_when_the_opening_sum_was_there(
    ada, catalogue, open_account, pay_in, spend
):
    product = catalogue.product("plus", minimum_opening_minor=1_000, overdraft_minor=5_000)
    account = open_account(account_type=str(product.id)).json()
    assert spend(account, "1.00") == "insufficient_funds"
    pay_in(account["id"], "10.00")
    assert spend(account, "60.00") == ""
    assert shown(ada, account)[:2] == ("-50.00", "0.00")


def test_closing_pays_all_of_it_out(ada, deposit_book, open_account, pay_in, confirmed):
    target = open_account().json()
    pay_in(deposit_book["id"], "70.00")
    closed = confirmed(
        ada,
        f"accounts/{deposit_book['id']}/close",
        {"sweep_to": target["id"]},
        operation="close_account",
        account=deposit_book["number"],
        sweep_to=target["number"],
    )
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert shown(ada, target)[0] == "70.00"


def test_later_terms_leave_what_was_agreed(
    ada, deposit_book, staff, approve, catalogue, open_account
):
    product = deposit_book["account_type"]["id"]
    body = {"valid_from": datetime.now(UTC).date().isoformat(), "minimum_balance": "90.00"} | WHY
    approve(staff("operations").post(f"account-types/{product}/versions", body))
    assert shown(ada, deposit_book)[2] == "40.00"
    assert shown(ada, open_account(account_type=product).json())[2] == "90.00"


def test_a_minimum_and_an_overdraft_exclude_each_other(deposit_book, staff, refused, catalogue):
    raised = staff("agent").post(
        f"accounts/{deposit_book['id']}/overdraft", {"amount": "5.00"} | WHY
    )
    refused(raised, 422, "minimum_agreed")
    product = deposit_book["account_type"]["id"]
    body = {"valid_from": "2999-01-01", "overdraft_limit": "5.00"} | WHY
    answer = staff("operations").post(f"account-types/{product}/versions", body)
    refused(answer, 422, "terms_contradict", "minimum_balance")
    accounts = apps.get_model("ledger", "Account").objects
    assert accounts.get(id=deposit_book["id"]).floor_minor == 0
