"""What staff read about the bank's business: it adds up, it streams, and it is for staff."""

from __future__ import annotations

import csv
import io
import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from kernel.audit.models import Edit
from kernel.ledger import commands as ledger
from kernel.ledger.models import Refusal
from kernel.outbox.models import Event
from kernel.outbox.relay import relay_events
from kernel.permissions import ROLES
from services.transactions import commands, consumers
from services.transactions.models import ReportRun, ReportSchedule
from services.transactions.reports import Table, over_by, period_from, write_csv, write_json

pytestmark = pytest.mark.django_db

READERS = {"supervisor", "operations", "compliance", "auditor"}
DAILY = {"report": "flows", "every": "day"}
SCHEDULERS = {"supervisor", "operations", "compliance"}


def _today():
    return datetime.now(UTC).date()


def _json(answer):
    assert answer.status_code == 200, answer.content
    return json.loads(b"".join(answer.streaming_content))


def _csv(answer):
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def staff(caller):
    return caller(roles=("auditor",))


@pytest.fixture
def counter(caller):
    """Return a function that pays in or out at a branch's counter."""
    person = caller(roles=("teller",))

    def move(path, account, amount, *, branch="001", by=person):
        body = {
            "account": str(account.id),
            "amount": amount,
            "channel": "teller",
            "branch": branch,
        }
        answer = by.post(path, body)
        assert answer.status_code == 201, answer.content

    move.person = person
    return move


def _rows(staff, name, **query):
    query = {"to_date": _today().isoformat()} | query
    return _json(staff.get(f"reports/{name}", **query))["rows"]


class TestTrialBalance:
    def test_has_the_same_sum_on_both_sides_in_each_currency(self, staff, teller, ada, ben):
        payer = teller.open(ada, "100.00", product="current")
        payee = teller.open(ben, "7.00")
        teller.open(ben, "500", currency="JPY")
        body = {"from_account": str(payer.id), "to_account": payee.number, "amount": "30.00"}
        assert ada.post("transfers", body).status_code == 201
        rows = _rows(staff, "trial-balance")
        totals = {row["currency"]: (row["debit"], row["credit"]) for row in _totals(rows)}
        assert totals == {"EUR": ("107.00", "107.00"), "JPY": ("500", "500")}
        customers = {
            (row["currency"], row["product"]): row["credit"]
            for row in rows
            if row["title"] == "Customers"
        }
        assert customers == {
            ("EUR", "current"): "70.00",
            ("EUR", ""): "37.00",
            ("JPY", ""): "500",
        }

    def test_of_a_day_leaves_out_what_moved_since(self, staff, teller, ada, monkeypatch):
        account = teller.open(ada, "100.00")
        before = _rows(staff, "trial-balance")
        tomorrow = datetime.now(UTC) + timedelta(days=1)
        ledger.roll_business_day(now=tomorrow)
        teller.pay_in(account, ada.id, "11.00", now=tomorrow)
        assert _rows(staff, "trial-balance") == before
        monkeypatch.setattr(timezone, "now", lambda: tomorrow)
        rows = _rows(staff, "trial-balance", to_date=tomorrow.date().isoformat())
        assert [row["credit"] for row in _totals(rows)] == ["111.00"]

    def test_of_an_overdrawn_account_is_on_the_other_side(self, staff, teller, ada):
        account = teller.open(ada, overdraft=5000)
        answer = ada.post("withdrawals", {"account": str(account.id), "amount": "20.00"})
        assert answer.status_code == 201
        (customers,) = (row for row in _rows(staff, "trial-balance") if row["title"] == "Customers")
        assert (customers["debit"], customers["credit"]) == ("20.00", "0.00")

    def test_keeps_to_a_currency(self, staff, teller, ada):
        teller.open(ada, "500", currency="JPY")
        teller.open(ada, "5.00")
        rows = _rows(staff, "trial-balance", currency="JPY")
        assert {row["currency"] for row in rows} == {"JPY"}

    def test_shows_books_that_do_not_balance(self, staff, teller, ada):
        from kernel.ledger.models import Account

        account = teller.open(ada, "100.00")
        Account.objects.filter(id=account.id).update(balance_minor=9_999)
        (total,) = _totals(_rows(staff, "trial-balance"))
        assert total["debit"] != total["credit"]


def _totals(rows):
    return [row for row in rows if row["title"] == "Total"]


class TestFlows:
    def test_say_what_moved_by_product_and_branch(self, staff, teller, ada, ben, counter):
        payer = teller.open(ada, "100.00", product="current")
        payee = teller.open(ben, product="savings")
        counter("deposits", payer, "40.00")
        counter("deposits", payer, "2.00", branch="002")
        counter("withdrawals", payer, "5.00")
        body = {"from_account": str(payer.id), "to_account": payee.number, "amount": "30.00"}
        assert ada.post("transfers", body).status_code == 201
        names = ("product", "branch", "kind", "direction", "count", "amount")
        today = _today().isoformat()
        found = [
            tuple(row[name] for name in names) for row in _rows(staff, "flows", from_date=today)
        ]
        assert found == [
            ("current", "", "deposit", "in", 1, "100.00"),
            ("current", "001", "deposit", "in", 1, "40.00"),
            ("current", "002", "deposit", "in", 1, "2.00"),
            ("current", "", "transfer", "out", 1, "30.00"),
            ("current", "001", "withdrawal", "out", 1, "5.00"),
            ("savings", "", "transfer", "in", 1, "30.00"),
        ]

    def test_read_more_of_a_branch_than_fits_a_chunk(
        self, staff, teller, ada, counter, monkeypatch
    ):
        from services.transactions.queries import reports

        monkeypatch.setattr(reports, "_CHUNK", 2)
        account = teller.open(ada, "100.00")
        for _ in range(5):
            counter("deposits", account, "1.00")
        found = [
            (row["branch"], row["count"], row["amount"])
            for row in _rows(staff, "flows", from_date=_today().isoformat())
        ]
        assert found == [("", 1, "100.00"), ("001", 5, "5.00")]

    def test_of_other_days_are_others(self, staff, teller, ada):
        teller.open(ada, "100.00")
        yesterday = (_today() - timedelta(days=1)).isoformat()
        assert _rows(staff, "flows", from_date=yesterday, to_date=yesterday) == []


class TestTellerTotals:
    def test_add_up_by_teller_and_day(self, staff, teller, ada, counter, caller):
        account = teller.open(ada)
        other = caller(roles=("teller",))
        counter("deposits", account, "10.00")
        counter("deposits", account, "20.00")
        counter("withdrawals", account, "5.00")
        counter("deposits", account, "1.00", by=other)
        found = {
            (row["teller"], row["kind"], row["count"], row["amount"])
            for row in _rows(staff, "teller-totals", from_date=_today().isoformat())
        }
        assert found == {
            (str(counter.person.id), "deposit", 2, "30.00"),
            (str(counter.person.id), "withdrawal", 1, "5.00"),
            (str(other.id), "deposit", 1, "1.00"),
        }

    def test_of_others_are_not_a_tellers(self, teller, ada, counter, caller):
        account = teller.open(ada)
        other = caller(roles=("teller",))
        counter("deposits", account, "10.00")
        counter("deposits", account, "1.00", by=other)
        found = _rows(counter.person, "teller-totals", from_date=_today().isoformat())
        assert [row["teller"] for row in found] == [str(counter.person.id)]


class TestDeclinedAttempts:
    def test_are_listed_with_who_what_and_why(self, staff, payer, ada):
        answer = ada.post("withdrawals", {"account": str(payer.id), "amount": "999.00"})
        (row,) = _rows(staff, "declined-attempts")
        assert row | {"declined_at": ""} == {
            "declined_at": "",
            "person": str(ada.id),
            "operation": "withdrawal",
            "code": "insufficient_funds",
            "reason": answer.json()["detail"],
            "account": payer.number,
            "amount": "999.00",
            "currency": "EUR",
        }

    def test_stream_in_order_however_many_there_are(self, staff, django_assert_max_num_queries):
        start = datetime.combine(_today(), datetime.min.time(), tzinfo=UTC)
        count = 1_203
        Refusal.objects.bulk_create(
            Refusal(
                operation="transfer",
                code=f"code_{number}",
                # Many at one instant: the order goes on by id.
                refused_at=start + timedelta(microseconds=number // 400),
                request_hash=b"\0" * 32,
            )
            for number in range(count)
        )
        answer = staff.get("reports/declined-attempts", to_date=_today().isoformat(), format="csv")
        with django_assert_max_num_queries(3 * 3):
            rows = _csv(answer)
        assert [row["code"] for row in rows] == [f"code_{number}" for number in range(count)]

    def test_are_read_a_chunk_at_a_time(self, staff):
        read = []

        def rows():
            for number in range(100_000):
                read.append(number)
                yield (number,)

        table = Table(
            name="x",
            title="X",
            from_date=_today(),
            to_date=_today(),
            is_final=True,
            columns=("number",),
            rows=rows(),
        )
        pieces = write_json(table)
        next(pieces)
        assert len(read) < 10_000


class TestCsv:
    def test_is_what_json_is(self, staff, teller, ada):
        teller.open(ada, "100.00", product="current")
        asked = {"to_date": _today().isoformat()}
        answer = staff.get("reports/trial-balance", **asked, format="csv")
        assert answer.headers["Content-Disposition"] == (
            f'attachment; filename="trial-balance-{_today()}-{_today()}.csv"'
        )
        assert answer.headers["Cache-Control"] == "no-store"
        assert _csv(answer) == _rows(staff, "trial-balance")

    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            ("=1+1", "'=1+1"),
            (" @SUM(A1)", "' @SUM(A1)"),
            ("+49", "'+49"),
            ("-5.00", "-5.00"),
            ("-5.00+cmd", "'-5.00+cmd"),
            (7, "7"),
            ("plain", "plain"),
        ],
    )
    def test_has_no_formula(self, cell, shown):
        table = Table(
            name="x",
            title="X",
            from_date=_today(),
            to_date=_today(),
            is_final=True,
            columns=("cell",),
            rows=[(cell,)],
        )
        text = b"".join(write_csv(table)).decode()
        assert list(csv.reader(io.StringIO(text, newline=""))) == [["cell"], [shown]]


class TestWho:
    @pytest.mark.parametrize("role", sorted(ROLES))
    @pytest.mark.parametrize(
        "name", ["trial-balance", "flows", "teller-totals", "declined-attempts"]
    )
    def test_reads_reports(self, name, role, caller, teller, refused):
        allowed = READERS | ({"teller"} if name == "teller-totals" else set())
        answer = caller(roles=(role,)).get(f"reports/{name}")
        if role in allowed:
            assert _json(answer)["report"] == name
        else:
            refused(answer, 403, "permission_denied")

    def test_reads_one_is_in_the_audit_before_it_is_there(self, staff, teller):
        answer = staff.get("reports/flows", from_date="2026-01-01", to_date="2026-01-31")
        edit = Edit.objects.get(action="report.read")
        assert edit.actor_id == staff.id
        assert json.loads(edit.after) == {
            "report": "flows",
            "from_date": "2026-01-01",
            "to_date": "2026-01-31",
            "format": "json",
        }
        assert _json(answer)["rows"] == []

    def test_sees_only_what_is_theirs_in_the_list(self, caller):
        names = {role: _names(caller(roles=(role,))) for role in ("teller", "auditor")}
        assert names["teller"] == ["teller-totals"]
        assert "trial-balance" in names["auditor"]

    @pytest.mark.parametrize("role", sorted(ROLES - SCHEDULERS))
    def test_schedules_them_is_for_some(self, role, caller, refused):
        person = caller(roles=(role,))
        body = {"report": "flows", "every": "day"}
        refused(person.post("reports/schedules", body), 403, "permission_denied")
        refused(person.get("reports/schedules"), 403, "permission_denied")
        for method in ("GET", "PATCH", "DELETE"):
            answer = person.send(method, f"reports/schedules/{uuid.uuid4()}")
            refused(answer, 403, "permission_denied")

    def test_is_signed_in(self, ada, refused):
        ada.headers = {}
        refused(ada.get("reports/flows"), 401, "not_authenticated")


def _names(person):
    return [report["name"] for report in person.get("reports").json()["results"]]


class TestAQuery:
    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ({"from_date": "2026-02-02", "to_date": "2026-02-01"}, "report_period_invalid"),
            ({"from_date": "2020-01-01", "to_date": "2026-02-01"}, "report_period_invalid"),
            ({"to_date": "2999-01-01"}, "report_period_invalid"),
            ({"currency": "eur"}, "invalid"),
            ({"format": "pdf"}, "invalid"),
            ({"teller": "x"}, "invalid"),
            ({"to_date": "20260101"}, "invalid"),
        ],
    )
    def test_that_makes_no_sense_is_refused(self, query, code, staff, teller):
        answer = staff.get("reports/flows", **query)
        assert (answer.status_code, answer.json()["code"]) == (400, code)

    def test_of_no_report_finds_none(self, staff, refused):
        refused(staff.get("reports/everything"), 404, "report_not_found")

    def test_says_whether_it_is_final(self, staff, teller):
        yesterday = (_today() - timedelta(days=1)).isoformat()
        assert _json(staff.get("reports/flows"))["from_date"] == yesterday
        assert _json(staff.get("reports/flows"))["is_final"] is True
        today = _today().isoformat()
        assert _json(staff.get("reports/flows", to_date=today))["is_final"] is False


class TestPeriods:
    @pytest.mark.parametrize(
        ("every", "first", "last"),
        [
            ("day", date(2028, 2, 29), date(2028, 2, 29)),
            ("week", date(2028, 2, 28), date(2028, 3, 5)),
            ("month", date(2028, 2, 1), date(2028, 2, 29)),
        ],
    )
    def test_hold_the_day_that_they_are_asked_for(self, every, first, last):
        assert period_from(date(2028, 2, 29), every=every) == (first, last)

    def test_are_over_when_their_last_day_is(self):
        first = date(2026, 2, 1)
        assert over_by(date(2026, 2, 28), next_from=first, every="month") is None
        assert over_by(date(2026, 3, 1), next_from=first, every="month") is not None


@pytest.fixture
def sent(monkeypatch):
    """What auth would be asked to deliver."""
    found = []

    class Sender:
        def send_task(self, name, *, kwargs, queue):
            found.append((name, kwargs, queue))

    monkeypatch.setattr(consumers, "current_app", Sender())
    return found


class TestSchedules:
    def test_are_kept_listed_changed_and_deleted(self, caller, teller, refused):
        boss, other = caller(roles=("supervisor",)), uuid.uuid4()
        made = boss.post("reports/schedules", {"report": "flows", "every": "month"})
        assert made.status_code == 201, made.content
        schedule = made.json()
        path = f"reports/schedules/{schedule['id']}"
        assert schedule["recipients"] == [str(boss.id)]
        assert schedule["next_from_date"] == _today().replace(day=1).isoformat()
        assert boss.get("reports/schedules").json()["results"] == [schedule]
        changed = boss.send("PATCH", path, {"recipients": [str(other)]})
        assert changed.json()["recipients"] == [str(other)]
        assert boss.get(path).json() == changed.json()
        assert boss.send("DELETE", path).status_code == 204
        refused(boss.get(path), 404, "report_schedule_not_found")
        refused(boss.send("DELETE", path), 404, "report_schedule_not_found")
        body = {"recipients": [str(other)]}
        refused(boss.send("PATCH", path, body), 404, "report_schedule_not_found")
        actions = Edit.objects.filter(subject_type="report_schedule").order_by("position")
        assert [edit.action for edit in actions] == [
            "report.schedule",
            "report.reschedule",
            "report.unschedule",
        ]

    @pytest.mark.parametrize(
        ("body", "status", "code"),
        [
            ({"report": "nothing", "every": "day"}, 404, "report_not_found"),
            ({"report": "flows", "every": "hour"}, 400, "invalid"),
            (
                {"report": "flows", "every": "day", "recipients": []},
                400,
                "report_recipients_invalid",
            ),
            ({"report": "flows", "every": "day", "recipients": ["a@b.example"]}, 400, "invalid"),
            ({"report": "flows", "every": "day", "surprise": 1}, 400, "invalid"),
        ],
    )
    def test_refuse_what_makes_no_sense(self, body, status, code, caller, teller):
        answer = caller(roles=("supervisor",)).post("reports/schedules", body)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert ReportSchedule.objects.count() == 0

    def test_refuse_somebody_named_twice(self, caller, teller):
        boss = caller(roles=("supervisor",))
        body = {"report": "flows", "every": "day", "recipients": [str(boss.id)] * 2}
        answer = boss.post("reports/schedules", body)
        assert answer.json()["code"] == "report_recipients_invalid"

    def test_are_not_without_number(self, caller, teller, monkeypatch):
        monkeypatch.setattr("services.transactions.commands.reports.MOST_SCHEDULES", 1)
        boss = caller(roles=("supervisor",))
        body = {"report": "flows", "every": "day"}
        assert boss.post("reports/schedules", body).status_code == 201
        answer = boss.post("reports/schedules", body)
        assert answer.json()["code"] == "too_many_report_schedules"

    def test_tell_each_recipient_once_when_the_period_is_over(self, teller, caller, sent):
        people = [uuid.uuid4(), uuid.uuid4()]
        now = datetime.now(UTC)
        commands.schedule_report(
            report="trial-balance",
            every="day",
            recipients=people,
            person_id=people[0],
            now=now,
        )
        commands.run_report_schedules(now=now)
        assert ReportRun.objects.count() == 0
        tomorrow = now + timedelta(days=1)
        ledger.roll_business_day(now=tomorrow)
        for _ in range(3):
            commands.run_report_schedules(now=tomorrow)
        relay_events(now=tomorrow, consumers=consumers.CONSUMERS)
        assert [(name, one["person_id"], one["kind"]) for name, one, _ in sent] == [
            ("identity.deliver_notice", str(person), "report_ready") for person in people
        ]
        today = now.date().isoformat()
        # No figure travels: what the report says is read after signing in.
        assert sent[0][1]["facts"] == {
            "title": "Trial balance",
            "report": "trial-balance",
            "from_date": today,
            "to_date": today,
        }

    def test_make_up_what_was_missed(self, teller, sent):
        now = datetime.now(UTC)
        person = uuid.uuid4()
        schedule = commands.schedule_report(
            report="flows", every="day", recipients=[person], person_id=person, now=now
        )
        later = now + timedelta(days=3)
        ledger.roll_business_day(now=later)
        commands.run_report_schedules(now=later)
        runs = ReportRun.objects.filter(schedule=schedule).order_by("from_date")
        assert [run.from_date for run in runs] == [
            now.date() + timedelta(days=number) for number in range(3)
        ]

    def test_wait_for_the_ledgers_day(self, teller):
        now, person = datetime.now(UTC), uuid.uuid4()
        commands.schedule_report(
            report="flows", every="day", recipients=[person], person_id=person, now=now
        )
        # The clock is further than the books: the day is not closed.
        commands.run_report_schedules(now=now + timedelta(days=1))
        assert ReportRun.objects.count() == 0

    def test_that_were_deleted_tell_nobody(self, teller):
        now, person = datetime.now(UTC), uuid.uuid4()
        schedule = commands.schedule_report(
            report="flows", every="day", recipients=[person], person_id=person, now=now
        )
        commands.delete_report_schedule(schedule_id=schedule.id, person_id=person, now=now)
        later = now + timedelta(days=1)
        ledger.roll_business_day(now=later)
        commands.run_report_schedules(now=later)
        assert Event.objects.filter(name="notice.asked").count() == 0

    def test_are_told_again_when_the_queue_was_away(self, teller, monkeypatch, sent):
        now, person = datetime.now(UTC), uuid.uuid4()
        commands.schedule_report(
            report="flows", every="day", recipients=[person], person_id=person, now=now
        )
        later = now + timedelta(days=1)
        ledger.roll_business_day(now=later)
        commands.run_report_schedules(now=later)
        working = consumers.current_app

        class Away:
            def send_task(self, *_, **__):
                raise ConnectionError

        monkeypatch.setattr(consumers, "current_app", Away())
        with pytest.raises(consumers.QueueAway):
            relay_events(now=later, consumers=consumers.CONSUMERS)
        monkeypatch.setattr(consumers, "current_app", working)
        relay_events(now=later, consumers=consumers.CONSUMERS)
        assert len(sent) == 1
