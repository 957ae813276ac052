"""Limits of what a person pays to others: counted exactly, also by two at once."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from kernel.audit.models import Edit
from kernel.errors import BankError
from kernel.ledger import commands as ledger
from kernel.ledger.records import MoneyRequest
from services.transactions.commands import transfer_money
from services.transactions.commands.limits import LimitExceeded, give_back_limit
from services.transactions.commands.payer import lock_payer
from services.transactions.models import Limit, LimitUse
from services.transactions.queries.limits import period_of

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# A Wednesday in the middle of a month.
NOON = datetime(2026, 7, 15, 12, tzinfo=UTC)


@pytest.fixture
def strict(settings):
    """100.00 a transfer, 150.00 a day, 200.00 a week, 250.00 a month."""
    settings.LIMIT_TRANSFER, settings.LIMIT_DAY = "100", "150"
    settings.LIMIT_WEEK, settings.LIMIT_MONTH = "200", "250"


@pytest.fixture
def pay(payer, payee, ada):
    """Return a function that pays Ben from Ada's account at some time, below the API."""

    def send(amount, *, now=None, account=payer, to=payee):
        now = now or datetime.now(UTC)
        request = MoneyRequest.make(
            actor_id=ada.id, operation="transfer", key=uuid.uuid4().hex, body={}
        )
        return transfer_money(
            request=request,
            now=now,
            from_account=account.id,
            to_account=str(to.id),
            amount=amount,
        )

    return send


@pytest.fixture
def rich(teller, ada):
    return teller.open(ada, "5000.00")


class TestPeriods:
    @given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)))
    def test_hold_their_day_and_join_without_a_gap(self, day):
        for kind, longest in (("day", 1), ("week", 7), ("month", 31)):
            first, last = period_of(kind, day=day)
            assert first <= day <= last
            assert (last - first).days < longest
            assert period_of(kind, day=last + DAY)[0] == last + DAY
        assert period_of("week", day=day)[0].weekday() == 0


class TestCounting:
    @pytest.mark.usefixtures("strict")
    def test_names_the_narrowest_limit_and_what_is_left(self, ada, rich, payee, refused):
        body = {"from_account": str(rich.id), "to_account": payee.number}
        problem = refused(
            ada.post("transfers", body | {"amount": "100.01"}), 422, "limit_exceeded", "amount"
        )
        assert problem["limit"] == {
            "kind": "transfer",
            "amount": "100.00",
            "used": "0.00",
            "remaining": "100.00",
            "currency": "EUR",
        }
        assert ada.post("transfers", body | {"amount": "100.00"}).status_code == 201
        answer = ada.post("transfers", body | {"amount": "50.01"})
        problem = refused(answer, 422, "limit_exceeded", "amount")
        assert (problem["limit"]["kind"], problem["limit"]["remaining"]) == ("day", "50.00")
        assert ada.post("transfers", body | {"amount": "50.00"}).status_code == 201

    @pytest.mark.usefixtures("strict")
    def test_goes_on_in_the_next_day_week_and_month(self, rich, pay):
        def kind_refused(now):
            with pytest.raises(LimitExceeded) as refusal:
                pay("90.00", account=rich, now=now)
            return refusal.value.extra["limit"]["kind"]

        pay("90.00", account=rich, now=NOON)
        assert kind_refused(NOON) == "day"
        pay("90.00", account=rich, now=NOON + DAY)
        assert kind_refused(NOON + 2 * DAY) == "week"
        monday = NOON + 5 * DAY
        with pytest.raises(LimitExceeded):
            pay("90.00", account=rich, now=monday)
        pay("70.00", account=rich, now=monday)
        assert kind_refused(monday + 7 * DAY) == "month"
        pay("90.00", account=rich, now=datetime(2026, 8, 1, tzinfo=UTC))

    @pytest.mark.usefixtures("strict")
    def test_days_are_those_of_the_banks_zone(self, rich, pay, settings):
        settings.BANK_TIME_ZONE = "Asia/Tokyo"
        pay("90.00", account=rich, now=datetime(2026, 7, 15, 14, 59, tzinfo=UTC))
        pay("90.00", account=rich, now=datetime(2026, 7, 15, 15, 0, tzinfo=UTC))
        use = LimitUse.objects.get()
        assert (use.day, use.day_minor, use.week_minor) == (date(2026, 7, 16), 9_000, 18_000)

    @pytest.mark.usefixtures("strict")
    def test_leaves_out_ones_own_accounts_and_cash(self, ada, rich, teller):
        savings = teller.open(ada)
        body = {"from_account": str(rich.id), "to_account": savings.number, "amount": "400.00"}
        assert ada.post("transfers", body).status_code == 201
        cash = {"account": str(rich.id), "amount": "400.00"}
        assert ada.post("withdrawals", cash).status_code == 201
        assert not LimitUse.objects.exists()

    @pytest.mark.usefixtures("strict")
    def test_counts_all_accounts_of_a_currency_together(self, ada, rich, teller, pay):
        other = teller.open(ada, "500.00")
        pay("100.00", account=rich)
        with pytest.raises(LimitExceeded):
            pay("60.00", account=other)

    @pytest.mark.usefixtures("strict")
    def test_counts_nothing_that_was_refused(self, payer, pay):
        with pytest.raises(BankError):
            pay("100.01", account=payer)
        assert not LimitUse.objects.exists()

    def test_takes_the_products_default_and_the_persons_own_before_it(
        self, ada, teller, pay, agree
    ):
        student = teller.open(ada, "500.00", product="student")
        agree("student", from_date=date(2026, 1, 1), limits={"transfer": 2_000})
        agree("student", from_date=date(2999, 1, 1), limits={"transfer": 1})
        with pytest.raises(LimitExceeded):
            pay("20.01", account=student)
        # One line for each product that the person has, under the one id of the person's limit.
        _, state = [one for one in ada.get("limits").json()["results"] if one["kind"] == "transfer"]
        assert (state["source"], state["amount"], state["product"]) == (
            "product",
            "20.00",
            "student",
        )
        ada.send("PUT", f"limits/{state['id']}", {"amount": "10.00"})
        with pytest.raises(LimitExceeded):
            pay("10.01", account=student)

    def test_is_given_back_on_the_same_day_only(self, ada, pay):
        from django.db import transaction

        now = datetime.now(UTC)
        pay("30.00", now=now)
        for paid_on, left in ((now.date() - DAY, 3_000), (now.date(), 2_000)):
            with transaction.atomic():
                lock_payer(ada.id)
                give_back_limit(
                    person_id=ada.id,
                    currency="EUR",
                    amount_minor=1_000,
                    paid_on=paid_on,
                    now=now,
                )
            use = LimitUse.objects.get()
            assert (use.day_minor, use.week_minor, use.month_minor) == (left, left, left)


class TestRead:
    def test_shows_used_and_remaining(self, ada, payer, pay):
        pay("30.00")
        states = {one["kind"]: one for one in ada.get("limits").json()["results"]}
        assert list(states) == ["transfer", "day", "week", "month"]
        assert states["transfer"]["used"] == "0.00"
        for kind in ("day", "week", "month"):
            assert states[kind]["used"] == "30.00"
            assert states[kind]["source"] == "bank"
        assert states["day"]["remaining"] == "99970.00"
        today = datetime.now(UTC).date().isoformat()
        assert (states["day"]["first_date"], states["day"]["last_date"]) == (today, today)

    def test_shows_nothing_to_who_has_no_account(self, caller):
        assert caller().get("limits").json()["results"] == []


class TestChange:
    @pytest.fixture
    def daily(self, ada, payer):
        """Ada's daily limit of 100,000.00."""
        found = ada.get("limits").json()["results"]
        return f"limits/{next(one['id'] for one in found if one['kind'] == 'day')}"

    def test_lowering_needs_no_proof_and_counts_at_once(self, ada, daily, pay):
        answer = ada.send("PUT", daily, {"amount": "20.00"})
        assert answer.status_code == 200
        assert (answer.json()["amount"], answer.json()["source"]) == ("20.00", "own")
        with pytest.raises(LimitExceeded):
            pay("20.01")

    def test_raising_needs_a_proof_for_this_amount(self, ada, daily, approved, refused):
        asked = ada.send("PUT", daily, {"amount": "200000.00"})
        assert asked.json()["step_up"] == {
            "operation": "raise_limit",
            "facts": {"limit": "day", "amount": "200000.00", "currency": "EUR"},
        }
        proof = approved(asked, by=ada)
        answer = ada.send("PUT", daily, {"amount": "300000.00"}, **proof)
        refused(answer, 403, "step_up_mismatch")
        assert not Limit.objects.exists()
        answer = ada.send("PUT", daily, {"amount": "200000.00"}, **proof)
        assert answer.json()["amount"] == "200000.00"

    def test_raising_what_was_lowered_needs_a_proof_too(self, ada, daily, refused):
        ada.send("PUT", daily, {"amount": "20.00"})
        refused(ada.send("PUT", daily, {"amount": "20.01"}), 403, "step_up_required")

    def test_is_in_the_audit_with_before_and_after(self, ada, daily):
        ada.send("PUT", daily, {"amount": "20.00"})
        edit = Edit.objects.get()
        assert (edit.subject_type, edit.action, edit.actor_id) == ("limit", "lowered", ada.id)

    def test_of_somebody_else_is_not_found(self, ben, payee, daily, refused):
        for path in (daily, f"limits/{uuid.uuid4()}"):
            refused(ben.send("PUT", path, {"amount": "1.00"}), 404, "limit_not_found")
        assert not Limit.objects.exists()

    @pytest.mark.parametrize("amount", ["0", "-1", "1e3", 5, None])
    def test_is_an_amount(self, ada, daily, refused, amount):
        code = "invalid" if amount is None else "amount_invalid"
        refused(ada.send("PUT", daily, {"amount": amount}), 400, code, "amount")


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
    def test_of_eight_payments_from_four_accounts_the_daily_limit_lets_one_pass(
        self, ada, ben, teller, settings
    ):
        """Write skew: each looks at the same sum, each moves another account."""
        settings.LIMIT_DAY = "100"
        accounts = [teller.open(ada, "200.00") for _ in range(4)]
        to = [teller.open(ben) for _ in range(4)]
        barrier = threading.Barrier(8)
        # The counters are there already: two that add to them meet nowhere but at the payer's row.
        day = datetime.now(UTC).date()
        LimitUse.objects.create(
            person_id=ada.id,
            currency="EUR",
            day=day,
            day_minor=1,
            week_minor=1,
            month_minor=1,
        )

        def send(number):
            try:
                barrier.wait()
                request = MoneyRequest.make(
                    actor_id=ada.id, operation="transfer", key=uuid.uuid4().hex, body={}
                )
                return transfer_money(
                    request=request,
                    now=datetime.now(UTC),
                    from_account=accounts[number % 4].id,
                    to_account=str(to[number % 4].id),
                    amount="60.00",
                )
            except BankError as refusal:
                return refusal
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(send, range(8)))
        refusals = [outcome for outcome in outcomes if isinstance(outcome, BankError)]
        assert {type(refusal) for refusal in refusals} == {LimitExceeded}
        assert len(refusals) == 7
        assert LimitUse.objects.get().day_minor == 6_001
        assert sum(teller.balance(account) for account in to) == 6_000
        assert not any(ledger.check_ledger(now=datetime.now(UTC)).values())
