"""Standing orders: agreed once, carried out exactly once on each of their days."""

from __future__ import annotations

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection

from kernel.ledger import commands as ledger
from kernel.ledger.errors import AccountBlocked
from kernel.ledger.models import Block, Entry, Transfer
from kernel.outbox.models import Event
from services.transactions import commands
from services.transactions.commands import execute_orders
from services.transactions.models import OrderExecution, StandingOrder

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def today():
    return datetime.now(UTC).date()


def noon(day):
    return datetime.combine(day, time(12), tzinfo=UTC)


@pytest.fixture
def order(ada, payer, payee):
    """Return a function that orders 10.00 a day from Ada to Ben, or what is changed."""

    def send(*, by=ada, key=None, headers=None, **changes):
        body = {
            "from_account": str(payer.id),
            "to_account": payee.number,
            "amount": "10.00",
            "frequency": "daily",
            "first_date": today().isoformat(),
        }
        body = {name: value for name, value in (body | changes).items() if value is not None}
        return by.post("standing-orders", body, key=key, **(headers or {}))

    return send


@pytest.fixture
def live():
    """Return a function that lives through days: the ledger's day, then the run of beat."""

    def through(*days):
        for day in days:
            ledger.roll_business_day(now=noon(day))
            after = commands.execute_due_orders(now=noon(day))
            while after is not None:
                after = commands.execute_due_orders(now=noon(day), after=after)

    return through


@pytest.fixture
def top_up(teller, ada, payer):
    """Return a function that pays money into Ada's account."""
    return lambda amount: teller.pay_in(payer, ada.id, amount)


@pytest.fixture
def paid(balance, payee):
    """Return a function that says what Ben was paid."""
    return lambda: balance(payee)


def history(order_id=None):
    rows = OrderExecution.objects.order_by("due_date")
    rows = rows if order_id is None else rows.filter(order_id=order_id)
    return [(row.due_date, row.status) for row in rows]


class TestOrder:
    def test_is_answered_with_what_was_agreed(self, order, payer, payee):
        content = order(
            note="Rent", frequency="monthly", day_of_month=31, first_date="2027-02-01",
            end_date="2027-12-31", retry_days=3,
        ).json()  # fmt: skip
        assert content == {
            "id": str(StandingOrder.objects.get().id),
            "status": "active",
            "from_account": str(payer.id),
            "to_account": {"id": str(payee.id), "number": payee.number, "name": "B. O."},
            "amount": "10.00",
            "currency": "EUR",
            "note": "Rent",
            "frequency": "monthly",
            "interval": 1,
            "day_of_month": 31,
            "first_date": "2027-02-01",
            "end_date": "2027-12-31",
            "max_executions": None,
            "retry_days": 3,
            "skipped_dates": [],
            "next_date": "2027-02-28",
            "settled_count": 0,
            "schedule": "every month on day 31 from 2027-02-01 until 2027-12-31",
            "created_at": content["created_at"],
        }

    def test_is_made_once_under_one_key(self, order):
        first, again = order(key="k"), order(key="k")
        assert again.content == first.content
        assert again.headers["Idempotency-Replayed"] == "true"
        assert StandingOrder.objects.count() == 1
        assert order(key="k", amount="11.00").json()["code"] == "idempotency_key_reused"

    def test_keeps_its_account_open_until_it_is_over(self, order, ada, teller, live):
        empty = teller.open(ada)
        order(max_executions=1, from_account=str(empty.id))
        with pytest.raises(AccountBlocked, match="standing order"):
            ledger.close_account(account_id=empty.id)
        live(today())
        assert history() == [(today(), "failed")]
        ledger.close_account(account_id=empty.id)

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"from_account": str(uuid.uuid4())}, (404, "account_not_found", "from_account")),
            ({"to_account": "DE00"}, (404, "account_not_found", "to_account")),
            ({"to_account": None, "payee": str(uuid.uuid4())}, (404, "payee_not_found", "payee")),
            ({"amount": "0"}, (400, "amount_invalid", "amount")),
            ({"amount": "1000000.01"}, (422, "amount_above_limit", "amount")),
            ({"currency": "USD"}, (422, "currency_mismatch", "currency")),
            ({"first_date": "2020-01-01"}, (422, "order_date_in_past", "first_date")),
            ({"end_date": "2020-01-01"}, (422, "order_has_no_day", "end_date")),
            ({"frequency": "yearly"}, (400, "invalid", "frequency")),
            ({"day_of_month": 5}, (400, "invalid", "day_of_month")),
            ({"frequency": "monthly", "day_of_month": 32}, (400, "invalid", "day_of_month")),
            ({"frequency": "once", "interval": 2}, (400, "invalid", "interval")),
            ({"interval": 0}, (400, "invalid", "interval")),
            ({"interval": "2"}, (400, "invalid", "interval")),
            ({"interval": True}, (400, "invalid", "interval")),
            ({"retry_days": 6}, (400, "invalid", "retry_days")),
            ({"payee": str(uuid.uuid4())}, (400, "invalid", "to_account")),
            ({"weekday": 1}, (400, "invalid", "weekday")),
        ],
    )
    def test_that_makes_no_sense_is_refused(self, order, refused, changes, problem):
        refused(order(**changes), *problem)
        assert not StandingOrder.objects.exists()
        assert not Block.objects.exists()

    def test_from_somebody_elses_account_is_not_found(self, order, ben, refused):
        refused(order(by=ben), 404, "account_not_found", "from_account")

    def test_from_an_account_to_itself_is_refused(self, order, payer, refused):
        refused(order(to_account=payer.number), 422, "same_account", "to_account")

    def test_needs_a_right_to_move(self, order, ada, ben, teller, refused):
        seen = teller.open(ada, holders={ben.id: "view"})
        answer = order(by=ben, from_account=str(seen.id))
        refused(answer, 403, "access_not_enough", "from_account")

    def test_above_the_threshold_needs_a_proof_of_amount_payee_and_rhythm(
        self, order, ada, payee, approved
    ):
        asked = order(amount="250.01")
        assert asked.json()["step_up"] == {
            "operation": "order_standing_payment",
            "facts": {
                "amount": "250.01",
                "currency": "EUR",
                "to_account": payee.number,
                "schedule": f"every day from {today()}",
            },
        }
        proof = approved(asked, by=ada)
        answer = order(amount="250.01", interval=2, headers=proof)
        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_mismatch")
        assert order(amount="250.01", headers=proof).status_code == 201

    def test_to_ones_own_account_needs_none(self, order, ada, teller):
        assert order(amount="5000.00", to_account=teller.open(ada).number).status_code == 201


class TestExecution:
    def test_pays_on_each_day_and_completes(self, order, live, payee, balance, ada):
        made = order(max_executions=3, note="Tea").json()
        days = [today() + number * DAY for number in range(5)]
        live(*days)
        assert balance(payee) == 3_000
        assert history() == [(day, "executed") for day in days[:3]]
        entries = Entry.objects.filter(account_id=payee.id).order_by("sequence")
        assert [entry.value_date for entry in entries] == days[:3]
        shown = ada.get(f"standing-orders/{made['id']}").json()
        assert (shown["status"], shown["next_date"]) == ("completed", None)
        assert shown["settled_count"] == 3
        assert not Block.objects.exists()

    def test_a_scheduled_payment_is_an_order_of_one_day(self, order, live, payee, balance):
        order(frequency="once", first_date=(today() + 2 * DAY).isoformat())
        live(today(), today() + DAY)
        assert balance(payee) == 0
        live(today() + 2 * DAY, today() + 3 * DAY)
        assert balance(payee) == 1_000

    def test_any_number_of_runs_pays_once(self, order, live, payee, balance):
        order()
        live(today(), today(), today())
        assert balance(payee) == 1_000
        assert len(history()) == 1

    def test_makes_up_for_missed_days_in_order_with_their_value_dates(
        self, order, live, payee, balance, settings
    ):
        settings.BACK_DATING_DAYS = 0
        order()
        late = today() + 3 * DAY
        live(late)
        assert balance(payee) == 4_000
        entries = Entry.objects.filter(account_id=payee.id).order_by("sequence")
        assert [entry.value_date for entry in entries] == [today() + n * DAY for n in range(4)]
        assert {entry.business_date for entry in entries} == {late}

    def test_names_the_transfer(self, order, live, ada):
        made = order(note="Tea").json()
        live(today())
        [line] = ada.get(f"standing-orders/{made['id']}/executions").json()["results"]
        posted = ada.get(f"transfers/{line['transfer_id']}").json()
        assert (posted["note"], posted["amount"]) == ("Tea", "10.00")
        assert line["status"] == "executed"
        assert (line["attempts"], line["code"]) == (1, "")

    def test_waits_for_the_ledgers_day(self, order, payee, balance):
        """The bank's day has begun, the business day has not: nothing fails, it is done later."""
        order(first_date=(today() + DAY).isoformat())
        commands.execute_due_orders(now=noon(today() + DAY))
        assert (balance(payee), history()) == (0, [])
        ledger.roll_business_day(now=noon(today() + DAY))
        commands.execute_due_orders(now=noon(today() + DAY))
        assert balance(payee) == 1_000

    def test_days_are_those_of_the_banks_zone(self, order, payee, balance, settings):
        settings.BANK_TIME_ZONE = "America/Los_Angeles"
        tomorrow = today() + DAY
        order(first_date=tomorrow.isoformat())
        ledger.roll_business_day(now=noon(tomorrow))
        commands.execute_due_orders(now=datetime.combine(tomorrow, time(6), tzinfo=UTC))
        assert balance(payee) == 0
        commands.execute_due_orders(now=datetime.combine(tomorrow, time(9), tzinfo=UTC))
        assert balance(payee) == 1_000

    def test_goes_through_all_orders_chunk_by_chunk(self, order, payee, balance):
        for _ in range(5):
            order(amount="1.00")
        after = commands.execute_due_orders(now=noon(today()), limit=2)
        assert balance(payee) == 200
        while after is not None:
            after = commands.execute_due_orders(now=noon(today()), after=after, limit=2)
        assert balance(payee) == 500

    def test_a_defect_of_one_order_does_not_keep_the_others_waiting(
        self, order, live, paid, monkeypatch
    ):
        broken, _ = order().json()["id"], order(amount="1.00")
        carry_out = execute_orders.settle_next_day

        def fail(*, order_id, now):
            if str(order_id) == broken:
                raise ZeroDivisionError
            return carry_out(order_id=order_id, now=now)

        with monkeypatch.context() as patch:
            patch.setattr(execute_orders, "settle_next_day", fail)
            live(today())
        assert paid() == 100
        live(today())
        assert paid() == 1_100

    def test_a_run_killed_after_the_posting_leaves_neither_money_nor_row(
        self, order, live, payee, balance, monkeypatch
    ):
        order()

        def die(_order):
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(execute_orders, "settle_day", die)
            with pytest.raises(KeyboardInterrupt):
                commands.execute_due_orders(now=noon(today()))
        assert (balance(payee), history()) == (0, [])
        assert not Transfer.objects.filter(kind="transfer").exists()
        live(today())
        assert balance(payee) == 1_000


class TestFailure:
    def test_without_money_is_tried_again_and_then_fails_with_an_event(
        self, order, live, ada, balance, payee
    ):
        made = order(frequency="once", amount="150.00", retry_days=2).json()
        live(today(), today(), today() + DAY)
        [line] = ada.get(f"standing-orders/{made['id']}/executions").json()["results"]
        assert (line["status"], line["attempts"], line["code"]) == (
            "retrying", 2, "insufficient_funds",
        )  # fmt: skip
        assert not Event.objects.filter(name="standing_order.failed").exists()
        live(today() + 2 * DAY, today() + 3 * DAY)
        [line] = ada.get(f"standing-orders/{made['id']}/executions").json()["results"]
        assert (line["status"], line["attempts"]) == ("failed", 3)
        assert line["text"] == "100.00 EUR can be spent from this account."
        event = Event.objects.get(name="standing_order.failed")
        assert event.payload == {"order_id": made["id"], "execution_id": line["id"]}
        assert balance(payee) == 0

    def test_money_that_comes_in_time_is_paid_and_counts_when_it_came(
        self, order, live, payee, top_up
    ):
        order(frequency="once", amount="150.00", retry_days=2)
        live(today())
        top_up("60.00")
        live(today() + DAY)
        assert history() == [(today(), "executed")]
        assert Entry.objects.get(account_id=payee.id).value_date == today() + DAY

    def test_of_one_day_does_not_stop_the_next(self, order, live, top_up):
        order(amount="100.00", max_executions=3)
        live(today(), today() + DAY)
        top_up("100.00")
        live(today() + 2 * DAY)
        assert [status for _, status in history()] == ["executed", "failed", "executed"]

    def test_that_will_not_pass_is_not_tried_again(self, order, live, payer):
        order(retry_days=3, frequency="once")
        ledger.change_status(account_id=payer.id, status="frozen")
        live(today())
        [row] = OrderExecution.objects.all()
        assert (row.status, row.code, row.attempts) == ("failed", "account_frozen", 1)

    def test_counts_against_the_limits(self, order, live, settings):
        settings.LIMIT_DAY = "15"
        order()
        order()
        live(today())
        assert sorted(status for _, status in history()) == ["executed", "failed"]
        assert OrderExecution.objects.get(status="failed").code == "limit_exceeded"


class TestChange:
    @pytest.fixture
    def made(self, order):
        return order(max_executions=5).json()

    def path(self, made, *more):
        return "/".join(["standing-orders", made["id"], *more])

    def test_of_amount_and_note_counts_from_the_next_day(self, made, ada, live, payee, balance):
        live(today())
        answer = ada.send("PATCH", self.path(made), {"amount": "5.00", "note": "Less"})
        assert (answer.json()["amount"], answer.json()["note"]) == ("5.00", "Less")
        live(today() + DAY)
        assert balance(payee) == 1_500

    def test_raising_above_the_threshold_needs_a_proof(self, made, ada, approved):
        asked = ada.send("PATCH", self.path(made), {"amount": "300.00"})
        proof = approved(asked, by=ada)
        assert ada.get(self.path(made)).json()["amount"] == "10.00"
        answer = ada.send("PATCH", self.path(made), {"amount": "300.00"}, **proof)
        assert answer.json()["amount"] == "300.00"

    def test_of_the_end_cannot_leave_nothing(self, made, ada, live, refused):
        live(today())
        answer = ada.send("PATCH", self.path(made), {"max_executions": 1})
        refused(answer, 422, "order_has_no_day", "end_date")
        answer = ada.send("PATCH", self.path(made), {"max_executions": 2})
        assert answer.json()["max_executions"] == 2

    def test_skipping_leaves_one_day_out(self, made, ada, live, paid, refused):
        tomorrow = (today() + DAY).isoformat()
        answer = ada.send("POST", self.path(made, "skip"), {"date": tomorrow})
        assert answer.json()["skipped_dates"] == [tomorrow]
        live(*[today() + number * DAY for number in range(3)])
        assert [status for _, status in history()] == ["executed", "skipped", "executed"]
        assert paid() == 2_000
        for day in (tomorrow, (today() + 40 * DAY).isoformat()):
            answer = ada.send("POST", self.path(made, "skip"), {"date": day})
            refused(answer, 422, "date_not_of_order", "date")

    def test_pausing_pays_nothing_and_resuming_makes_nothing_up(
        self, made, ada, live, payee, balance
    ):
        live(today())
        assert ada.send("POST", self.path(made, "pause")).json()["status"] == "paused"
        assert not Block.objects.exists()
        live(today() + DAY, today() + 2 * DAY)
        # Resumed by a clock that has moved on.
        resumed = commands.resume_order(
            person_id=ada.id, order_id=uuid.UUID(made["id"]), now=noon(today() + 3 * DAY)
        )
        assert (resumed.status, resumed.next_date) == ("active", today() + 3 * DAY)
        assert Block.objects.count() == 1
        live(today() + 3 * DAY)
        assert balance(payee) == 2_000
        assert [day for day, _ in history()] == [today(), today() + 3 * DAY]

    def test_pausing_ends_what_waits_for_money(self, order, ada, live):
        made = order(amount="150.00", retry_days=3).json()
        live(today())
        ada.send("POST", self.path(made, "pause"))
        assert history() == [(today(), "failed")]
        assert OrderExecution.objects.get().code == "order_paused"

    def test_cancelling_is_for_good(self, made, ada, live, paid, refused):
        live(today())
        assert ada.send("DELETE", self.path(made)).json()["status"] == "cancelled"
        assert not Block.objects.exists()
        live(today() + DAY)
        assert paid() == 1_000
        for method, *more in (("DELETE",), ("POST", "pause"), ("POST", "resume")):
            refused(ada.send(method, self.path(made, *more)), 409, "standing_order_over")

    def test_states_are_told_apart(self, made, ada, refused):
        refused(ada.send("POST", self.path(made, "resume")), 409, "standing_order_not_paused")
        ada.send("POST", self.path(made, "pause"))
        refused(ada.send("POST", self.path(made, "pause")), 409, "standing_order_not_active")

    def test_resuming_needs_an_open_account(self, made, ada, payer, balance, refused):
        ada.send("POST", self.path(made, "pause"))
        ada.post("withdrawals", {"account": str(payer.id), "amount": "100.00"})
        ledger.close_account(account_id=payer.id)
        refused(ada.send("POST", self.path(made, "resume")), 422, "account_closed")

    @pytest.mark.parametrize(
        ("operation", "body"),
        [
            ("GET ", None),
            ("PATCH ", {"note": "x"}),
            ("DELETE ", None),
            ("GET /executions", None),
            ("POST /skip", {"date": "2030-01-01"}),
            ("POST /pause", None),
            ("POST /resume", None),
        ],
    )
    def test_of_somebody_else_is_not_found(self, made, ben, refused, operation, body):
        method, more = operation.split(" ")
        for order_id in (made["id"], str(uuid.uuid4())):
            answer = ben.send(method, f"standing-orders/{order_id}{more}", body)
            refused(answer, 404, "standing_order_not_found")


class TestLists:
    def test_show_ones_own_the_newest_first(self, order, ada, ben, refused):
        made = [order().json()["id"] for _ in range(3)]
        page = ada.get("standing-orders", limit=2).json()
        rest = ada.follow(page["next"]).json()
        assert [one["id"] for one in page["results"] + rest["results"]] == made[::-1]
        assert ben.get("standing-orders").json()["results"] == []
        assert ada.get("standing-orders", status="paused").json()["results"] == []
        refused(ada.get("standing-orders", status="odd"), 400, "status_invalid", "status")

    def test_what_comes_next_is_in_order_and_says_what_is_left_out(self, order, ada, ben, refused):
        weekly = order(frequency="weekly").json()["id"]
        once = order(frequency="once", first_date=(today() + 3 * DAY).isoformat()).json()["id"]
        skipped = (today() + 7 * DAY).isoformat()
        ada.send("POST", f"standing-orders/{weekly}/skip", {"date": skipped})
        found = ada.get("standing-orders/upcoming", days=7).json()["results"]
        assert [(one["date"], one["standing_order"], one["is_skipped"]) for one in found] == [
            (today().isoformat(), weekly, False),
            ((today() + 3 * DAY).isoformat(), once, False),
            (skipped, weekly, True),
        ]
        assert ben.get("standing-orders/upcoming").json()["results"] == []
        for days in ("0", "367", "x"):
            answer = ada.get("standing-orders/upcoming", days=days)
            refused(answer, 400, "days_invalid", "days")

    def test_history_comes_page_by_page(self, order, ada, live):
        made = order(amount="1.00").json()["id"]
        live(*[today() + number * DAY for number in range(3)])
        page = ada.get(f"standing-orders/{made}/executions", limit=2).json()
        rest = ada.follow(page["next"]).json()
        days = [one["due_date"] for one in page["results"] + rest["results"]]
        assert days == [(today() + number * DAY).isoformat() for number in (2, 1, 0)]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    @pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
    def test_six_runs_of_twelve_orders_pay_each_of_them_once(
        self, order, teller, ada, ben, balance
    ):
        rich = teller.open(ada, "1000.00")
        to = [teller.open(ben) for _ in range(12)]
        for account in to:
            made = order(from_account=str(rich.id), to_account=account.number)
            assert made.status_code == 201
        ledger.roll_business_day(now=noon(today() + DAY))
        barrier = threading.Barrier(6)

        def run():
            try:
                barrier.wait()
                commands.execute_due_orders(now=noon(today() + DAY))
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            for done in [pool.submit(run) for _ in range(6)]:
                done.result()
        # Whoever met another one too often leaves it to the next run.
        commands.execute_due_orders(now=noon(today() + DAY))
        assert [balance(account) for account in to] == [2_000] * 12
        assert OrderExecution.objects.filter(status="executed").count() == 24
        assert not any(ledger.check_ledger(now=datetime.now(UTC)).values())
