"""Days that come again and again: month ends, leap days, rules without end and without days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.recurrence import Recurrence, RecurrenceInvalid


def days(frequency, first, last, **values):
    plan = Recurrence(frequency=frequency, first_date=first, **values)
    return [day.isoformat() for day in plan.between(first, last)]


def test_a_day_that_a_month_lacks_is_its_last_day():
    assert days("monthly", date(2026, 1, 31), date(2026, 4, 30)) == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]


def test_a_leap_day_is_the_28th_in_other_years():
    assert days("yearly", date(2024, 2, 29), date(2028, 3, 1)) == [
        "2024-02-29",
        "2025-02-28",
        "2026-02-28",
        "2027-02-28",
        "2028-02-29",
    ]


@pytest.mark.parametrize(
    ("frequency", "second", "apart"),
    [
        ("weekly", "2026-01-08", 7),
        ("biweekly", "2026-01-15", 14),
        ("monthly", "2026-02-01", 30),
        ("quarterly", "2026-04-01", 90),
        ("yearly", "2027-01-01", 360),
    ],
)
def test_each_frequency_has_its_step(frequency, second, apart):
    plan = Recurrence(frequency=frequency, first_date=date(2026, 1, 1))
    assert plan.next_after(date(2026, 1, 1)).isoformat() == second
    assert plan.days_apart() == apart


def test_any_rule_of_the_calendar_can_be_followed():
    rule = "FREQ=MONTHLY;BYDAY=-1FR"
    assert days("rule", date(2026, 1, 1), date(2026, 3, 31), rrule=rule) == [
        "2026-01-30",
        "2026-02-27",
        "2026-03-27",
    ]
    plan = Recurrence(frequency="rule", first_date=date(2026, 1, 1), rrule="FREQ=DAILY;INTERVAL=10")
    assert plan.days_apart() == 10


def test_it_ends_with_its_last_day():
    plan = Recurrence(frequency="weekly", first_date=date(2026, 1, 1), end_date=date(2026, 1, 15))
    assert plan.between(date(2026, 1, 1), date(2027, 1, 1))[-1] == date(2026, 1, 15)
    assert plan.next_after(date(2026, 1, 15)) is None
    assert plan.last_until(date(2026, 6, 1)) == date(2026, 1, 15)


def test_before_its_first_day_there_is_none():
    plan = Recurrence(frequency="monthly", first_date=date(2026, 5, 1))
    assert plan.between(date(2026, 1, 1), date(2026, 4, 30)) == []
    assert plan.last_until(date(2026, 4, 30)) is None
    assert plan.next_after(date(2025, 1, 1)) == date(2026, 5, 1)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;COUNT=3",
        "FREQ=DAILY;UNTIL=20260101",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY\nDTSTART:19000101",
        "DTSTART:19000101",
    ],
)
def test_a_rule_that_makes_no_days_is_refused(rule):
    with pytest.raises(RecurrenceInvalid):
        Recurrence(frequency="rule", first_date=date(2026, 1, 1), rrule=rule)


def test_an_end_before_the_beginning_is_refused():
    with pytest.raises(RecurrenceInvalid):
        Recurrence(frequency="weekly", first_date=date(2026, 1, 2), end_date=date(2026, 1, 1))


@given(
    frequency=st.sampled_from(["weekly", "biweekly", "monthly", "quarterly", "yearly"]),
    first=st.dates(date(2000, 1, 1), date(2030, 1, 1)),
    asked=st.dates(date(2000, 1, 1), date(2035, 1, 1)),
)
def test_the_next_day_is_the_first_of_those_that_follow(frequency, first, asked):
    plan = Recurrence(frequency=frequency, first_date=first)
    following = plan.next_after(asked)
    assert following > asked
    assert following >= first
    assert plan.between(asked + timedelta(days=1), following) == [following]
    last = plan.last_until(following)
    assert last == following
