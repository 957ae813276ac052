"""The daily allowance: payday to payday, every term shown, and every edge of a calendar."""

import uuid
from datetime import UTC, date, datetime

import pytest

from services.planning import commands, queries
from services.planning.models import Planner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)


class Person:
    """Somebody who plans, with a day that is said and not looked up."""

    def __init__(self, carry_over="adjust"):
        self.id = uuid.uuid4()
        self.planner = Planner.objects.create(
            person_id=self.id, currency="EUR", carry_over=carry_over, created_at=NOW
        )

    def plan(self, kind, amount, first, *, frequency="monthly", name="Plan", **values):
        return commands.create_plan(
            person_id=self.id,
            kind=kind,
            name=name,
            amount=amount,
            currency=values.pop("currency", "EUR"),
            frequency=frequency,
            first_date=date.fromisoformat(first),
            now=NOW,
            **values,
        )

    def move(self, kind, amount, day, **values):
        return commands.create_record(
            person_id=self.id,
            type=kind,
            amount=amount,
            currency=values.pop("currency", "EUR"),
            date=date.fromisoformat(day),
            now=NOW,
            **values,
        )

    def on(self, day):
        self.planner.refresh_from_db()
        return queries.get_allowance(planner=self.planner, today=date.fromisoformat(day))


@pytest.fixture
def ada():
    return Person()


@pytest.fixture
def salaried(ada):
    """3000.00 on the 1st, 900.00 of rent on the 5th, 10 % to be saved: 60.00 a day in June."""
    ada.plan("income", "3000.00", "2026-01-01", name="Salary", counterparty="Acme")
    ada.plan("expense", "900.00", "2026-01-05", name="Rent", counterparty="Landlord")
    commands.create_goal(person_id=ada.id, now=NOW, name="Later", currency="EUR", share=10)
    return ada


def test_is_income_less_expenses_less_savings_by_the_days_to_payday(salaried):
    found = salaried.on("2026-06-01")
    assert (found.cycle.first_date, found.cycle.next_date) == (date(2026, 6, 1), date(2026, 7, 1))
    assert [(term.kind, term.name, term.amount_minor) for term in found.terms] == [
        ("expense", "Rent", -90_000),
        ("income", "Salary", 300_000),
        ("saving", "Later", -30_000),
    ]
    assert found.spendable_minor == 180_000
    assert found.day.allowance_minor == 6_000
    assert found.day.tomorrow_minor == 6_206


def test_follows_what_is_spent(salaried):
    salaried.move("expense", "31.00", "2026-06-01")
    salaried.move("expense", "10.00", "2026-06-02")
    found = salaried.on("2026-06-02")
    assert (found.spent_before_minor, found.spent_today_minor) == (3_100, 1_000)
    assert found.day.allowance_minor == (180_000 - 3_100) // 29
    assert found.day.remaining_minor == found.day.allowance_minor - 1_000
    assert found.day.tomorrow_minor == (180_000 - 4_100) // 28


def test_a_bill_that_is_paid_counts_as_it_was_paid_and_once(salaried):
    salaried.move("expense", "950.00", "2026-06-04", counterparty="Landlord")
    found = salaried.on("2026-06-06")
    (rent,) = [term for term in found.terms if term.kind == "expense"]
    assert (rent.amount_minor, rent.day, rent.is_real) == (-95_000, date(2026, 6, 4), True)
    assert found.spent_before_minor == 0


def test_a_salary_that_comes_early_opens_the_cycle(salaried):
    salaried.move("income", "3100.00", "2026-05-29", counterparty="Acme")
    assert salaried.on("2026-05-28").cycle.next_date == date(2026, 5, 29)
    found = salaried.on("2026-05-30")
    assert (found.cycle.first_date, found.cycle.next_date) == (date(2026, 5, 29), date(2026, 7, 1))
    assert found.sum_of("income") == 310_000


def test_income_that_nobody_planned_counts_when_it_is_there(salaried):
    salaried.move("income", "60.00", "2026-06-03", counterparty="Aunt")
    assert salaried.on("2026-06-02").spendable_minor == 180_000
    found = salaried.on("2026-06-03")
    assert found.spendable_minor == 186_000
    assert found.sum_of("other_income") == 6_000


def test_two_incomes_on_one_day_are_one_payday(salaried):
    salaried.plan("income", "500.00", "2026-01-01", name="Side job", counterparty="Shop")
    found = salaried.on("2026-06-15")
    assert found.cycle.days == 30
    assert found.sum_of("income") == 350_000


def test_two_paydays_a_month_are_two_cycles(salaried):
    salaried.plan("income", "500.00", "2026-01-15", name="Side job", counterparty="Shop")
    first, second = salaried.on("2026-06-14"), salaried.on("2026-06-15")
    assert (first.cycle.days, first.sum_of("income")) == (14, 300_000)
    assert (second.cycle.days, second.sum_of("income")) == (16, 50_000)
    assert second.sum_of("expense") == 0


def test_the_day_before_payday_has_no_tomorrow(salaried):
    assert salaried.on("2026-06-30").day.tomorrow_minor is None


def test_a_cycle_of_one_day_has_it_all(ada):
    ada.plan("income", "10.00", "2026-01-01", frequency="rule", rrule="FREQ=DAILY")
    found = ada.on("2026-06-01")
    assert (found.cycle.days, found.day.allowance_minor) == (1, 1_000)
    assert found.day.tomorrow_minor is None


@pytest.mark.parametrize(
    ("today", "first", "following"),
    [
        ("2026-02-28", "2026-02-28", "2026-03-31"),
        ("2026-03-30", "2026-02-28", "2026-03-31"),
        ("2026-02-27", "2026-01-31", "2026-02-28"),
        ("2028-02-29", "2028-02-29", "2028-03-31"),
        ("2028-02-28", "2028-01-31", "2028-02-29"),
        ("2026-12-31", "2026-12-31", "2027-01-31"),
    ],
)
def test_paydays_at_the_end_of_a_month_and_in_a_leap_year(ada, today, first, following):
    ada.plan("income", "100.00", "2026-01-31")
    cycle = ada.on(today).cycle
    assert (cycle.first_date.isoformat(), cycle.next_date.isoformat()) == (first, following)


@pytest.mark.parametrize("carry_over", ["reset", "roll_over", "adjust"])
def test_more_expenses_than_income_leave_nothing(carry_over):
    person = Person(carry_over)
    person.plan("income", "100.00", "2026-01-01", counterparty="Acme")
    person.plan("expense", "150.00", "2026-01-05", counterparty="Landlord")
    person.move("expense", "3.00", "2026-06-10")
    found = person.on("2026-06-10")
    assert found.spendable_minor == -5_000
    assert (found.day.allowance_minor, found.day.remaining_minor) == (0, -300)


def test_without_an_income_the_month_is_the_cycle(ada):
    found = ada.on("2026-02-10")
    assert (found.cycle.first_date, found.cycle.days) == (date(2026, 2, 1), 28)
    assert not found.cycle.is_payday
    assert (found.spendable_minor, found.day.allowance_minor) == (0, 0)
    ada.move("income", "280.00", "2026-02-03")
    assert ada.on("2026-02-03").day.allowance_minor == 28_000 // 26


def test_before_the_first_payday_there_is_what_came_in_this_month(ada):
    ada.plan("income", "100.00", "2026-06-20")
    cycle = ada.on("2026-06-10").cycle
    assert (cycle.first_date, cycle.next_date) == (date(2026, 6, 1), date(2026, 6, 20))


def test_after_the_last_payday_the_cycle_ends_with_the_month(ada):
    ada.plan("income", "100.00", "2026-01-15", end_date=date(2026, 5, 15))
    cycle = ada.on("2026-06-03").cycle
    assert (cycle.first_date, cycle.next_date) == (date(2026, 5, 15), date(2026, 7, 1))


def test_a_goal_by_a_day_takes_its_share_of_each_cycle(ada):
    ada.plan("income", "1000.00", "2026-01-01")
    commands.create_goal(
        person_id=ada.id,
        now=NOW,
        name="Holiday",
        currency="EUR",
        amount="610.00",
        by_date=date(2026, 7, 31),
    )
    # 30 of the 61 days from 1 June to 31 July.
    assert ada.on("2026-06-10").sum_of("saving") == -30_000
    assert ada.on("2026-07-10").sum_of("saving") == -61_000


def test_other_currencies_count_at_the_rate_of_the_day_or_are_named(salaried):
    salaried.move("expense", "250.00", "2026-06-10", currency="CZK")
    assert salaried.on("2026-06-10").spent_today_minor == 0
    (lost,) = salaried.on("2026-06-10").unconverted
    assert (lost.currency, lost.amount_minor) == ("CZK", -25_000)
    commands.import_rates(
        document='<a xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">'
        '<Cube time="2026-06-09"><Cube currency="CZK" rate="25"/></Cube></a>'
    )
    found = salaried.on("2026-06-10")
    assert (found.spent_today_minor, found.unconverted) == (1_000, [])


@pytest.mark.parametrize(
    ("carry_over", "allowance", "tomorrow"),
    [("reset", 6_000, 6_000), ("roll_over", 12_000 - 1_000, 17_000), ("adjust", 6_172, 6_392)],
)
def test_what_is_left_goes_where_the_person_says(carry_over, allowance, tomorrow):
    person = Person(carry_over)
    person.plan("income", "1800.00", "2026-01-01", counterparty="Acme")
    person.move("expense", "10.00", "2026-06-01")
    found = person.on("2026-06-02")
    assert (found.day.allowance_minor, found.day.tomorrow_minor) == (allowance, tomorrow)


def test_over_http_every_term_is_there(caller, spend):
    ada = caller()
    spend(ada, "100.00", type="income")
    spend(ada, "1.00")
    found = ada.get("allowance").json()
    assert (found["income"], found["spendable"], found["spent_today"]) == (
        "100.00",
        "100.00",
        "1.00",
    )
    assert [term["type"] for term in found["terms"]] == ["other_income"]
    assert found["cycle"]["is_payday"] is False


def test_over_http_it_is_nobody_elses(caller, refused):
    ada, ben = caller(), caller()
    ada.get("allowance")
    refused(ben.get("allowance", owner=str(ada.id)), 404, "planning_not_found")
    assert caller(roles=("viewer",)).get("allowance", owner=str(ada.id)).status_code == 200
