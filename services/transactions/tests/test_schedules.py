"""Which days an order falls on."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.transactions.schedules import Schedule

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1))


def first(schedule, count):
    return [day.isoformat() for day in islice(schedule.days(), count)]


class TestMonthly:
    def test_on_the_31st_falls_on_the_last_day_of_shorter_months(self):
        schedule = Schedule(frequency="monthly", first_date=date(2027, 12, 31))
        assert first(schedule, 5) == [
            "2027-12-31",
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30",
        ]

    def test_begins_with_the_first_such_day_that_is_not_before_the_first_date(self):
        schedule = Schedule(frequency="monthly", first_date=date(2026, 3, 15), day_of_month=10)
        assert first(schedule, 2) == ["2026-04-10", "2026-05-10"]
        schedule = Schedule(frequency="monthly", first_date=date(2026, 3, 15), day_of_month=15)
        assert first(schedule, 1) == ["2026-03-15"]

    @given(DAYS, st.integers(1, 31), st.integers(1, 24))
    def test_has_one_day_in_each_month_of_its_rhythm(self, begin, wanted, interval):
        schedule = Schedule(
            frequency="monthly", first_date=begin, day_of_month=wanted, interval=interval
        )
        days = list(islice(schedule.days(), 30))
        assert days[0] >= begin
        for one, following in pairwise(days):
            months = (following.year - one.year) * 12 + following.month - one.month
            assert months == interval
        for day in days:
            is_last = (day + timedelta(days=1)).day == 1
            assert day.day == wanted or (day.day < wanted and is_last)


class TestOthers:
    def test_once_is_once(self):
        assert first(Schedule(frequency="once", first_date=date(2026, 1, 2)), 9) == ["2026-01-02"]

    @given(DAYS, st.integers(1, 366), st.sampled_from([("daily", 1), ("weekly", 7)]))
    def test_days_and_weeks_are_evenly_apart(self, begin, interval, unit):
        frequency, length = unit
        schedule = Schedule(frequency=frequency, first_date=begin, interval=interval)
        days = list(islice(schedule.days(), 20))
        assert days[0] == begin
        assert {b - a for a, b in pairwise(days)} == {timedelta(days=interval * length)}

    def test_end_with_their_last_date_or_their_count(self):
        begin = date(2026, 1, 1)
        until = Schedule(frequency="daily", first_date=begin, end_date=date(2026, 1, 3))
        assert len(first(until, 99)) == 3
        times = Schedule(frequency="weekly", first_date=begin, max_executions=4)
        assert len(first(times, 99)) == 4
        assert times.next_after(date(2026, 1, 22)) is None
        never = Schedule(frequency="weekly", first_date=begin, end_date=date(2025, 12, 31))
        assert never.first_day() is None

    @pytest.mark.parametrize("frequency", ["daily", "weekly", "monthly"])
    def test_the_calendar_ends(self, frequency):
        schedule = Schedule(frequency=frequency, first_date=date(9999, 11, 30), interval=40)
        assert all(day.year == 9999 for day in schedule.days())

    def test_are_said_in_words(self):
        begin = date(2026, 12, 31)
        monthly = Schedule(
            frequency="monthly", first_date=begin, interval=3, end_date=date(2028, 1, 1)
        )
        assert monthly.text() == "every 3 months on day 31 from 2026-12-31 until 2028-01-01"
        weekly = Schedule(frequency="weekly", first_date=begin, max_executions=2)
        assert weekly.text() == "every week from 2026-12-31, 2 times"
        assert Schedule(frequency="once", first_date=begin).text() == "once on 2026-12-31"
