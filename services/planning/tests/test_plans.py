"""Incomes and expenses: planned, proposed from history, and matched when they are paid."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning import commands
from services.planning.detection import Sighting, find_series
from services.planning.models import Record
from services.planning.recurrence import Recurrence

pytestmark = pytest.mark.django_db
TODAY = datetime.now(UTC).date()
SALARY = {
    "name": "Salary",
    "amount": "2000.00",
    "currency": "EUR",
    "frequency": "monthly",
    "first_date": "2026-01-28",
    "counterparty": "Acme",
}


def plan(person, path="incomes", **values):
    answer = person.post(path, SALARY | values)
    assert answer.status_code == 201, answer.content
    return answer.json()


def payments(person, plan_id):
    found = person.results("records", sort="date")
    return [(one["date"], one["amount"]) for one in found if one["plan"] == plan_id]


class TestPlans:
    @pytest.mark.parametrize("path", ["incomes", "expenses"])
    def test_are_written_read_changed_and_forgotten(self, ada, refused, path):
        made = plan(ada, path, end_date="2030-01-01")
        assert (made["amount"], made["counterparty"]) == ("2000.00", "acme")
        assert made["next_date"] > TODAY.isoformat() or made["next_date"] == TODAY.isoformat()
        assert ada.results(path) == [made]
        one = f"{path}/{made['id']}"
        assert ada.get(one).json() == made
        changed = ada.send("PATCH", one, {"amount": "2100.00", "frequency": "weekly"})
        assert (changed.json()["amount"], changed.json()["frequency"]) == ("2100.00", "weekly")
        assert ada.send("DELETE", one).status_code == 204
        code = f"{path[:-1]}_not_found"
        refused(ada.get(one), 404, code)
        refused(ada.send("DELETE", one), 404, code)
        assert ada.results(path) == []

    def test_are_nobody_elses(self, ada, ben, refused):
        one = f"incomes/{plan(ada)['id']}"
        refused(ben.get(one), 404, "income_not_found")
        refused(ben.send("PATCH", one, {"amount": "1.00"}), 404, "income_not_found")
        refused(ben.send("DELETE", one), 404, "income_not_found")
        refused(ada.get(one.replace("incomes", "expenses")), 404, "expense_not_found")
        refused(ben.get("incomes", owner=str(ada.id)), 404, "planning_not_found")

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"amount": "0.00"}, "amount_invalid"),
            ({"amount": "-5"}, "amount_invalid"),
            ({"currency": "XXQ"}, "currency_unknown"),
            ({"frequency": "rule"}, "recurrence_invalid"),
            ({"frequency": "rule", "rrule": "FREQ=SECONDLY"}, "recurrence_invalid"),
            ({"rrule": "FREQ=DAILY"}, "recurrence_invalid"),
            ({"end_date": "2020-01-01"}, "recurrence_invalid"),
            ({"first_date": "1900-01-01"}, "plan_date_out_of_range"),
            ({"frequency": "hourly"}, "invalid"),
            ({"name": ""}, "invalid"),
            ({"owner": "x"}, "invalid"),
        ],
    )
    def test_that_make_no_sense_are_refused(self, ada, refused, change, code):
        refused(ada.post("incomes", SALARY | change), 400, code)
        assert ada.results("incomes") == []

    def test_a_change_of_currency_needs_its_amount(self, ada, refused):
        one = f"incomes/{plan(ada)['id']}"
        refused(ada.send("PATCH", one, {"currency": "JPY"}), 400, "amount_invalid")

    def test_there_is_an_end_to_them(self, ada, refused, monkeypatch):
        monkeypatch.setattr("services.planning.commands.plans.MAX_PLANS", 1)
        plan(ada)
        refused(ada.post("incomes", SALARY), 422, "too_many_plans")


class TestPayments:
    def test_are_found_before_and_after_the_plan_is_made(self, ada, spend, categories):
        income = {"type": "income", "counterparty": "ACME GmbH"}
        spend(ada, "2000.00", date="2026-01-30", **income)
        made = plan(ada, category=categories(ada)["Salary"])
        found = spend(ada, "2150.00", date="2026-02-27", **income)
        assert found["category"] == categories(ada)["Salary"]
        assert payments(ada, made["id"]) == [("2026-01-30", "2000.00"), ("2026-02-27", "2150.00")]
        assert ada.get(f"incomes/{made['id']}").json()["last_paid_on"] == "2026-02-27"

    def test_are_found_among_what_the_bank_copies(self, ada, ben, funded):
        made = plan(ada, "expenses", amount="25.00", counterparty=funded.ben.number,
                    first_date=TODAY.isoformat())  # fmt: skip
        funded.bank.transfer(person=ada.id, payer=funded.ada, payee=funded.ben, amount="25.00")
        assert payments(ada, made["id"]) == [(TODAY.isoformat(), "-25.00")]

    @pytest.mark.parametrize(
        "values",
        [
            {"date": "2026-02-15"},
            {"counterparty": "Somebody"},
            {"type": "expense"},
            {"currency": "CZK"},
        ],
        ids=",".join,
    )
    def test_are_not_what_comes_otherwise(self, ada, spend, values):
        made = plan(ada)
        spend(
            ada,
            "2000.00",
            **({"type": "income", "counterparty": "Acme", "date": "2026-02-28"} | values),
        )
        assert payments(ada, made["id"]) == []

    def test_are_not_what_is_far_off_in_its_amount(self, ada, spend):
        made = plan(ada)
        spend(ada, "20.00", type="income", counterparty="Acme", date="2026-02-28")
        assert payments(ada, made["id"]) == []

    def test_settle_a_day_once(self, ada, spend):
        made = plan(ada)
        for _ in range(2):
            spend(ada, "2000.00", type="income", counterparty="Acme", date="2026-02-28")
        assert len(payments(ada, made["id"])) == 1

    def test_go_free_with_the_plan(self, ada, spend):
        made = plan(ada)
        spend(ada, "2000.00", type="income", counterparty="Acme", date="2026-02-28")
        ada.send("DELETE", f"incomes/{made['id']}")
        assert not Record.objects.filter(plan_id__isnull=False).exists()
        again = plan(ada)
        assert len(payments(ada, again["id"])) == 1

    def test_go_free_when_they_change(self, ada, spend):
        made = plan(ada)
        record = spend(ada, "2000.00", type="income", counterparty="Acme", date="2026-02-28")
        ada.send("PATCH", f"records/{record['id']}", {"date": "2026-02-10"})
        assert payments(ada, made["id"]) == []


class TestProposals:
    def test_show_what_comes_again_and_again(self, ada, spend):
        for month in range(4):
            day = TODAY - timedelta(days=30 * month + 5)
            spend(
                ada, "700.00", date=day.isoformat(), counterparty="Landlord", text=f"Rent {month}"
            )
            spend(ada, f"{9 + month}.00", date=(day - timedelta(days=month * 4)).isoformat())
        (found,) = ada.results("expenses/proposals")
        assert (found["counterparty"], found["amount"]) == ("landlord", "700.00")
        assert (found["frequency"], found["text"]) == ("monthly", "")
        assert len(found["seen_on"]) == 4
        body = {name: value for name, value in found.items() if name != "seen_on"}
        assert ada.post("expenses", body | {"first_date": found["seen_on"][0]}).status_code == 201
        assert ada.results("expenses/proposals") == []
        assert ada.results("incomes/proposals") == []

    def test_leave_out_what_has_ended(self, ada, spend):
        for month in range(4):
            day = TODAY - timedelta(days=400 + 30 * month)
            spend(ada, "700.00", date=day.isoformat(), counterparty="Landlord")
        assert ada.results("expenses/proposals") == []

    def test_leave_out_cash_that_one_pays_in(self, ada, funded):
        ada.get("records")
        Record.objects.update(booked_on=TODAY)
        for month in (1, 2, 3):
            funded.bank.deposit(person=ada.id, account=funded.ada, amount="50.00")
            assert commands.copy_movements(person_id=ada.id, now=datetime.now(UTC))
            Record.objects.filter(amount_minor=5000, booked_on=TODAY).update(
                booked_on=TODAY - timedelta(days=30 * month)
            )
        assert ada.results("incomes/proposals") == []


class TestDetection:
    @given(
        frequency=st.sampled_from(["weekly", "biweekly", "monthly", "quarterly"]),
        first=st.dates(date(2020, 1, 1), date(2025, 1, 1)),
        count=st.integers(4, 30),
        data=st.data(),
    )
    def test_finds_every_regular_series(self, frequency, first, count, data):
        last = first + timedelta(days=120 * count)
        days = Recurrence(frequency=frequency, first_date=first).between(first, last)[:count]
        slack = 0 if frequency in {"weekly", "biweekly"} else 2
        late = data.draw(st.lists(st.integers(0, slack), min_size=count, max_size=count))
        if first.day > 27:
            late = [0] * count
        sightings = [
            Sighting(
                day=day + timedelta(days=off),
                amount_minor=1000,
                kind="income",
                currency="EUR",
                counterparty="acme",
                text=f"payment {number}",
            )
            for number, (day, off) in enumerate(zip(days, late, strict=True))
        ]
        (series,) = find_series(sightings)
        assert (series.frequency, len(series.days)) == (frequency, count)

    @pytest.mark.parametrize(
        "days",
        [
            ["2026-01-01", "2026-02-01"],
            ["2026-01-01", "2026-01-20", "2026-03-09", "2026-03-11"],
            ["2026-01-01", "2026-02-11", "2026-03-21", "2026-04-01"],
            ["2026-01-05", "2026-01-05", "2026-01-05"],
        ],
        ids=["two", "any day", "other days", "one day"],
    )
    def test_finds_none_in_what_is_irregular(self, days):
        assert not find_series(
            Sighting(
                day=date.fromisoformat(day),
                amount_minor=1000,
                kind="income",
                currency="EUR",
                counterparty="acme",
            )
            for day in days
        )
