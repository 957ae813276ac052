"""Fees by product: once for each month, and with each payment to somebody else."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from kernel.ledger import commands as ledger
from kernel.ledger.internal import internal_id
from kernel.ledger.models import Entry, Transfer
from kernel.ledger.queries import internal_balance_minor
from services.transactions.commands import charge_monthly_fees
from services.transactions.models import FeeCharge
from services.transactions.queries.fees import fees_due_after

pytestmark = pytest.mark.django_db
JAN, JUNE = date(2026, 1, 1), date(2026, 6, 1)


def now():
    return datetime.now(UTC)


@pytest.fixture
def price(agree):
    """Return a function that sets what the product `gold` costs."""

    def put(amount_minor, *, code="statement", when="monthly", from_date=JAN):
        kind = "transfer" if when == "each" else "other"
        fee = {"code": code, "kind": kind, "when": when, "amount_minor": amount_minor}
        agree("gold", from_date=from_date, fee=fee)

    return put


@pytest.fixture
def gold(teller, ada):
    """Ada's account of the product `gold` with 100.00."""
    return teller.open(ada, "100.00", product="gold", title="Ada Novak")


def this_month():
    return now().date().replace(day=1)


def charge(*, month=None, today=None):
    return charge_monthly_fees(month=month or this_month(), today=today or now().date(), now=now())


class TestMonthly:
    def test_is_a_movement_to_the_banks_fees(self, price, gold, balance, ada):
        price(250)
        assert charge() == {"charged": 1, "unpaid": 0}
        assert balance(gold) == 9_750
        fees = internal_id(purpose="fees", currency="EUR")
        assert internal_balance_minor(account_id=fees) == 250
        [line] = ada.get("transactions", type="fee").json()["results"]
        assert (line["amount"], line["note"]) == ("2.50", "Statement fee")
        row = FeeCharge.objects.get()
        assert str(row.transfer_id) == line["transfer_id"]
        assert row.cause == this_month().isoformat()[:7]

    def test_is_charged_once_however_often_it_runs(self, price, gold, balance):
        price(250)
        charge()
        later = now().date() + timedelta(days=1)
        assert charge() == charge(today=later) == {"charged": 0, "unpaid": 0}
        assert balance(gold) == 9_750

    def test_is_charged_once_when_its_answer_was_let_go_of(self, price, gold, balance):
        from kernel.ledger.models import Request
        from services.transactions.commands import fees

        price(250)
        charge()
        Request.objects.all().delete()
        [(terms, fee)] = fees.fees_due_after(month=this_month())
        fees._charge_month(
            fee=fee,
            currency=terms.currency,
            account_id=gold.id,
            month=this_month(),
            today=now().date(),
            now=now(),
        )
        assert balance(gold) == 9_750

    def test_is_for_accounts_of_the_product_that_are_open(self, price, gold, teller, ada):
        price(250)
        plain = teller.open(ada, "10.00")
        yen = teller.open(ada, product="gold", currency="JPY")
        closed = teller.open(ada, product="gold")
        ledger.close_account(account_id=closed.id)
        assert charge() == {"charged": 1, "unpaid": 0}
        assert not FeeCharge.objects.filter(account_id__in=[plain.id, yen.id, closed.id]).exists()

    def test_does_not_go_back_before_the_account_was_opened(self, price, gold):
        price(250)
        assert charge(month=JAN) == {"charged": 0, "unpaid": 0}

    def test_never_overdraws_and_is_tried_again(self, price, teller, ada, balance):
        price(250)
        poor = teller.open(ada, "1.00", product="gold")
        assert charge() == {"charged": 0, "unpaid": 1}
        # Not twice a day.
        assert charge() == {"charged": 0, "unpaid": 0}
        assert FeeCharge.objects.get().code == "insufficient_funds"
        teller.pay_in(poor, ada.id, "5.00")
        assert charge(today=now().date() + timedelta(days=1)) == {"charged": 1, "unpaid": 0}
        assert balance(poor) == 350
        assert FeeCharge.objects.get().status == "charged"

    def test_counts_with_the_price_of_its_month(self, price, gold):
        price(250)
        price(300, from_date=this_month() + timedelta(days=1))
        charge()
        assert FeeCharge.objects.get().amount_minor == 250

    def test_ends_with_a_price_of_zero(self, price, gold):
        price(250)
        price(0, from_date=JUNE)
        assert charge() == {"charged": 0, "unpaid": 0}

    @pytest.mark.parametrize(
        ("when", "months"),
        [("monthly", {1, 2, 3, 12}), ("quarterly", {3, 12}), ("yearly", {12}), ("each", set())],
    )
    def test_are_due_with_the_month_that_ends_their_period(self, price, when, months):
        price(250, when=when)
        due = {month for month in (1, 2, 3, 12) if fees_due_after(month=date(2026, month, 1))}
        assert due == months


class TestOfATransfer:
    @pytest.fixture
    def pay(self, ada, gold, payee):
        def send(amount, to=payee, key=None):
            body = {"from_account": str(gold.id), "to_account": to.number, "amount": amount}
            return ada.post("transfers", body, key=key)

        return send

    def test_follows_it_linked_and_in_one_transaction(self, price, pay, gold, balance):
        price(35, code="payment", when="each")
        content = pay("10.00").json()
        assert content["fee"] == "0.35"
        assert content["balances"][0]["balance"] == "89.65"
        fee = Transfer.objects.get(kind="fee")
        assert str(fee.linked_id) == content["id"]
        charged = FeeCharge.objects.get()
        assert (charged.transfer_id, charged.cause) == (fee.id, content["id"])
        assert balance(gold) == 8_965
        assert not any(ledger.check_ledger(now=now()).values())

    def test_is_paid_once_with_a_replay(self, price, pay, gold, balance):
        price(35, code="payment", when="each")
        assert pay("10.00", key="k").content == pay("10.00", key="k").content
        assert balance(gold) == 8_965

    def test_needs_money_too_or_nothing_happens(self, price, pay, gold, payee, balance):
        price(35, code="payment", when="each")
        answer = pay("99.66")
        assert (answer.status_code, answer.json()["code"]) == (422, "insufficient_funds")
        assert (balance(gold), balance(payee)) == (10_000, 0)
        assert pay("99.65").status_code == 201
        assert not Entry.objects.filter(account_id=gold.id, balance_minor__lt=0).exists()

    def test_is_not_for_ones_own_accounts(self, price, pay, ada, teller):
        price(35, code="payment", when="each")
        assert "fee" not in pay("10.00", to=teller.open(ada)).json()


class TestPriceList:
    def test_shows_what_is_in_force(self, price, ada):
        price(250)
        price(300, from_date=date(2999, 1, 1))
        price(35, code="payment", when="each")
        assert ada.get("fees").json()["results"] == [
            {
                "product": "gold",
                "code": "payment",
                "kind": "transfer",
                "when": "each",
                "currency": "EUR",
                "amount": "0.35",
                "from_date": "2026-01-01",
            },
            {
                "product": "gold",
                "code": "statement",
                "kind": "other",
                "when": "monthly",
                "currency": "EUR",
                "amount": "2.50",
                "from_date": "2026-01-01",
            },
        ]

    def test_needs_somebody(self, ada, refused):
        ada.headers = {}
        for path in ("fees", "limits", "payees", "standing-orders", "standing-orders/upcoming"):
            refused(ada.get(path), 401, "not_authenticated")


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
    def test_four_runs_charge_each_account_once(self, price, teller, ada, balance):
        price(250)
        accounts = [teller.open(ada, "10.00", product="gold") for _ in range(10)]
        barrier = threading.Barrier(4)

        def run():
            try:
                barrier.wait()
                charge()
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(run) for _ in range(4)]:
                done.result()
        assert [balance(account) for account in accounts] == [750] * 10
        assert FeeCharge.objects.filter(status="charged").count() == 10
        assert len({row.transfer_id for row in FeeCharge.objects.all()}) == 10
