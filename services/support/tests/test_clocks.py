"""The table of cases: what the clocks of a ticket say, computed from its events alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.support.clocks import Happening, first_due, read_clocks
from services.support.hours import DAYS, BusinessHours, read_hours

WEEKDAYS = DAYS[:5]
NINE_TO_FIVE = {day: [["09:00", "17:00"]] for day in WEEKDAYS}
LUNCH = {day: [["09:00", "12:30"], ["13:30", "18:00"]] for day in WEEKDAYS}
ALWAYS = {day: [["00:00", "24:00"]] for day in DAYS}
NIGHT = {day: [["01:00", "04:00"]] for day in DAYS}
TARGETS = {
    "normal": {"first_response": 240, "next_response": 120, "solution": 960},
    "urgent": {"first_response": 30, "next_response": 30, "solution": 60},
}


def hours(week, *holidays, zone="Europe/Berlin"):
    return read_hours(time_zone=zone, hours=week, holidays=holidays)


def at(text, zone="Europe/Berlin"):
    """Return the instant of a time on the wall; `+` is the second of two equal ones."""
    fold = int(text.endswith("+"))
    wall = datetime.fromisoformat(text.rstrip("+"))
    return wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


class TestBusinessTime:
    @pytest.mark.parametrize(
        ("week", "since", "until", "minutes"),
        [
            # 2026-11-16 is a Monday.
            pytest.param(NINE_TO_FIVE, "2026-11-16T10:00", "2026-11-16T11:30", 90, id="inside"),
            pytest.param(NINE_TO_FIVE, "2026-11-16T07:00", "2026-11-16T08:00", 0, id="before"),
            pytest.param(NINE_TO_FIVE, "2026-11-16T08:00", "2026-11-16T09:01", 1, id="into"),
            pytest.param(NINE_TO_FIVE, "2026-11-16T16:59", "2026-11-17T09:01", 2, id="overnight"),
            pytest.param(NINE_TO_FIVE, "2026-11-20T16:00", "2026-11-23T10:00", 120, id="weekend"),
            pytest.param(NINE_TO_FIVE, "2026-11-21T10:00", "2026-11-22T18:00", 0, id="all-weekend"),
            pytest.param(NINE_TO_FIVE, "2026-11-16T11:00", "2026-11-16T11:00", 0, id="no-time"),
            pytest.param(NINE_TO_FIVE, "2026-11-16T12:00", "2026-11-16T11:00", 0, id="reversed"),
            pytest.param(LUNCH, "2026-11-16T12:00", "2026-11-16T14:00", 60, id="lunch"),
            pytest.param(LUNCH, "2026-11-16T12:45", "2026-11-16T13:15", 0, id="only-lunch"),
            pytest.param(LUNCH, "2026-11-16T00:00", "2026-11-21T00:00", 2400, id="lunch-week"),
            pytest.param(ALWAYS, "2026-11-16T00:00", "2026-11-18T00:00", 2880, id="always"),
            # The clock jumps from 02:00 to 03:00 on 2026-03-29, and back on 2026-10-25.
            pytest.param(ALWAYS, "2026-03-29T00:00", "2026-03-30T00:00", 1380, id="spring-day"),
            pytest.param(ALWAYS, "2026-10-25T00:00", "2026-10-26T00:00", 1500, id="autumn-day"),
            pytest.param(NIGHT, "2026-03-29T00:00", "2026-03-29T12:00", 120, id="spring-night"),
            pytest.param(NIGHT, "2026-10-25T00:00", "2026-10-25T12:00", 240, id="autumn-night"),
            pytest.param(
                {day: [["02:00", "02:30"], ["02:45", "03:30"]] for day in DAYS},
                "2026-03-29T00:00",
                "2026-03-29T12:00",
                30,
                id="spring-inside-the-jump",
            ),
            pytest.param(
                {day: [["02:00", "03:00"]] for day in DAYS},
                "2026-10-25T02:30",
                "2026-10-25T02:30+",
                60,
                id="autumn-both-hours-count",
            ),
        ],
    )
    def test_is_what_lies_in_the_periods(self, week, since, until, minutes):
        assert hours(week).worked(at(since), at(until)) == timedelta(minutes=minutes)

    @pytest.mark.parametrize(
        ("holidays", "minutes"),
        [((), 960), (("2026-12-25",), 480), (("2026-12-25", "2026-12-28"), 0)],
        ids=["none", "christmas", "both"],
    )
    def test_does_not_pass_on_holidays(self, holidays, minutes):
        # From Thursday evening until Monday evening.
        worked = hours(NINE_TO_FIVE, *holidays).worked(
            at("2026-12-24T18:00"), at("2026-12-28T18:00")
        )
        assert worked == timedelta(minutes=minutes)

    @pytest.mark.parametrize(
        ("week", "holidays", "since", "minutes", "due"),
        [
            pytest.param(NINE_TO_FIVE, (), "2026-11-16T10:00", 60, "2026-11-16T11:00", id="inside"),
            pytest.param(NINE_TO_FIVE, (), "2026-11-16T16:30", 60, "2026-11-17T09:30", id="night"),
            pytest.param(NINE_TO_FIVE, (), "2026-11-20T16:30", 60, "2026-11-23T09:30", id="week"),
            pytest.param(NINE_TO_FIVE, (), "2026-11-16T09:00", 480, "2026-11-16T17:00", id="whole"),
            pytest.param(NINE_TO_FIVE, (), "2026-11-16T10:00", 0, "2026-11-16T10:00", id="nothing"),
            pytest.param(LUNCH, (), "2026-11-16T12:00", 60, "2026-11-16T14:00", id="lunch"),
            pytest.param(
                NINE_TO_FIVE,
                ("2026-12-25",),
                "2026-12-24T16:30",
                60,
                "2026-12-28T09:30",
                id="feast",
            ),
            pytest.param(ALWAYS, (), "2026-03-29T01:30", 60, "2026-03-29T03:30", id="spring"),
            pytest.param(ALWAYS, (), "2026-10-25T02:30", 60, "2026-10-25T02:30+", id="autumn"),
        ],
    )
    def test_is_over_when_so_much_has_passed(self, week, holidays, since, minutes, due):
        after = hours(week, *holidays).after(at(since), timedelta(minutes=minutes))
        assert after == at(due)

    def test_counts_what_passes_and_not_what_the_wall_shows(self):
        zone = ZoneInfo("Europe/Berlin")
        since = datetime(2026, 3, 29, 1, 30, tzinfo=zone)
        until = datetime(2026, 3, 29, 3, 30, tzinfo=zone)
        assert hours(ALWAYS).worked(since, until) == timedelta(hours=1)
        assert hours(ALWAYS).after(since, timedelta(hours=1)) == until.astimezone(UTC)

    def test_never_comes_when_nobody_works(self):
        assert hours({}).after(at("2026-11-16T10:00"), timedelta(minutes=1)) is None
        assert hours({}).worked(at("2026-11-16T10:00"), at("2027-11-16T10:00")) == timedelta()

    def test_is_that_of_the_banks_zone(self):
        since, until = at("2026-11-16T08:00", "UTC"), at("2026-11-16T09:00", "UTC")
        worked = {
            zone: hours(NINE_TO_FIVE, zone=zone).worked(since, until)
            for zone in ("UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York")
        }
        assert worked == {
            "UTC": timedelta(),
            "Europe/Berlin": timedelta(hours=1),
            "Asia/Kolkata": timedelta(hours=1),
            "America/New_York": timedelta(),
        }


# What happened when, and then for each clock: state, minutes used, and when it is due.
MONDAY = "2026-11-16T"
CASES = [
    pytest.param(
        [("raised", "10:00")],
        "11:00",
        {"first_response": ("running", 60, "14:00"), "solution": ("running", 60, "3T10:00")},
        id="raised",
    ),
    pytest.param(
        [("raised", "10:00"), ("staff_replied", "12:00")],
        "15:00",
        {"first_response": ("stopped", 120, None), "solution": ("running", 300, "3T10:00")},
        id="answered",
    ),
    pytest.param(
        [("raised", "10:00"), ("noted", "10:30"), ("assigned", "10:31", "open")],
        "11:00",
        {"first_response": ("running", 60, "14:00"), "solution": ("running", 60, "3T10:00")},
        id="a-note-is-no-answer",
    ),
    pytest.param(
        [("raised", "10:00"), ("customer_replied", "11:00")],
        "12:00",
        {"first_response": ("running", 120, "14:00"), "solution": ("running", 120, "3T10:00")},
        id="a-second-message-before-the-first-answer-starts-nothing",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00"),
            ("customer_replied", "12:00"),
            ("customer_replied", "12:30"),
        ],
        "13:00",
        {
            "first_response": ("stopped", 60, None),
            "solution": ("running", 180, "3T10:00"),
            "next_response": ("running", 60, "14:00"),
        },
        id="the-next-response-runs-from-the-first-message-not-answered",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00", "waiting"),
        ],
        "16:00",
        {"first_response": ("stopped", 60, None), "solution": ("paused", 60, None)},
        id="waiting-for-the-customer",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00", "waiting"),
            ("customer_replied", "15:00", "open"),
        ],
        "16:00",
        {
            "first_response": ("stopped", 60, None),
            # An hour before the wait and one behind it: fourteen are left.
            "solution": ("running", 120, "3T14:00"),
            "next_response": ("running", 60, "17:00"),
        },
        id="the-customer-answered",
    ),
    pytest.param(
        [
            ("raised", "4T15:00"),
            ("staff_replied", "4T16:00", "waiting"),
            ("customer_replied", "8T10:00", "open"),
        ],
        "8T11:00",
        {
            "first_response": ("stopped", 60, None),
            "solution": ("running", 120, "9T17:00"),
            "next_response": ("running", 60, "8T12:00"),
        },
        id="the-wait-lasted-over-the-weekend",
    ),
    pytest.param(
        [("raised", "10:00"), ("status_set", "10:30", "waiting")],
        "16:00",
        {"first_response": ("paused", 30, None), "solution": ("paused", 30, None)},
        id="waiting-before-the-first-answer",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("status_set", "10:30", "waiting"),
            ("status_set", "11:30", "open"),
        ],
        "12:00",
        {"first_response": ("running", 60, "15:00"), "solution": ("running", 60, "3T11:00")},
        id="staff-took-it-up-again",
    ),
    pytest.param(
        [("raised", "10:00"), ("staff_replied", "11:00", "solved")],
        "7T12:00",
        {"first_response": ("stopped", 60, None), "solution": ("stopped", 60, None)},
        id="solved-is-frozen",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00", "solved"),
            ("customer_replied", "12:00"),
        ],
        "16:00",
        {"first_response": ("stopped", 60, None), "solution": ("stopped", 60, None)},
        id="thanks-start-nothing",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00", "solved"),
            ("reopened", "14:00", "open"),
        ],
        "15:00",
        {
            "first_response": ("stopped", 60, None),
            "solution": [("stopped", 60, None), ("running", 60, "3T14:00")],
            "next_response": ("running", 60, "16:00"),
        },
        id="reopening-begins-anew-and-rewrites-nothing",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "11:00", "waiting"),
            ("status_set", "12:00", "solved"),
            ("reopened", "14:00", "open"),
            ("staff_replied", "15:00", "solved"),
        ],
        "16:00",
        {
            "first_response": ("stopped", 60, None),
            "solution": [("stopped", 60, None), ("stopped", 60, None)],
            "next_response": ("stopped", 60, None),
        },
        id="solved-while-waiting-and-solved-again",
    ),
    pytest.param(
        [("raised", "10:00"), ("prioritised", "11:00", "", "urgent")],
        "11:00",
        {"first_response": ("running", 60, "10:30"), "solution": ("running", 60, "11:00")},
        id="a-new-priority-counts-from-the-beginning",
    ),
    pytest.param(
        [
            ("raised", "10:00"),
            ("staff_replied", "12:00", "solved"),
            ("prioritised", "13:00", "", "urgent"),
        ],
        "14:00",
        {"first_response": ("stopped", 120, None), "solution": ("stopped", 120, None)},
        id="a-new-priority-judges-nothing-that-is-over",
    ),
    pytest.param(
        [("raised", "10:00"), ("merged", "11:00", "merged")],
        "16:00",
        {"first_response": ("stopped", 60, None), "solution": ("stopped", 60, None)},
        id="merged-is-frozen",
    ),
    pytest.param(
        [("raised", "6T12:00")],
        "7T12:00",
        {"first_response": ("running", 0, "8T13:00"), "solution": ("running", 0, "9T17:00")},
        id="raised-on-a-saturday",
    ),
]


def moment(text):
    """Return an instant of the week of Monday, 2026-11-16: "2T10:00" is on the day after it."""
    day, _, clock = text.rpartition("T")
    first = date.fromisoformat(MONDAY.rstrip("T"))
    wanted = first + timedelta(days=int(day) - 1 if day else 0)
    return at(f"{wanted.isoformat()}T{clock}")


def happenings(story):
    for kind, when, *rest in story:
        status, priority = (*rest, "", "")[:2]
        priority = "normal" if kind == "raised" else priority
        yield Happening(kind=kind, at=moment(when), status=status, priority=priority)


class TestClocks:
    @pytest.mark.parametrize(("story", "now", "expected"), CASES)
    def test_stand_as_the_table_says(self, story, now, expected):
        clocks = read_clocks(
            happenings(story), hours=hours(NINE_TO_FIVE), targets=TARGETS, now=moment(now)
        )
        said = {}
        for clock in clocks:
            due = clock.due_at
            said.setdefault(clock.name, []).append((clock.state, clock.used, due))
        wanted = {
            name: [
                (state, timedelta(minutes=used), None if due is None else moment(due))
                for state, used, due in (rows if isinstance(rows, list) else [rows])
            ]
            for name, rows in expected.items()
        }
        assert said == wanted

    @pytest.mark.parametrize(
        ("answered", "is_breached"), [("13:59", False), ("14:00", False), ("14:01", True)]
    )
    def test_are_breached_behind_the_target_and_not_at_it(self, answered, is_breached):
        story = [("raised", "10:00"), ("staff_replied", answered)]
        first, _ = read_clocks(
            happenings(story), hours=hours(NINE_TO_FIVE), targets=TARGETS, now=moment("2T09:00")
        )
        assert first.is_breached is is_breached

    def test_are_due_when_the_first_of_them_is(self):
        story = [("raised", "10:00")]
        clocks = read_clocks(
            happenings(story), hours=hours(NINE_TO_FIVE), targets=TARGETS, now=moment("11:00")
        )
        assert first_due(clocks) == moment("14:00")
        assert first_due([]) is None


minutes_of_day = st.integers(0, 24 * 60)


@st.composite
def weeks(draw):
    week = []
    for _ in DAYS:
        edges = sorted(draw(st.sets(minutes_of_day, max_size=6)))
        pairs = zip(edges[::2], edges[1::2], strict=False)
        week.append(tuple(pairs))
    zone = draw(
        st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
    )
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5))
    return BusinessHours(time_zone=zone, week=tuple(week), holidays=holidays)


instants = st.datetimes(
    datetime(2026, 1, 1),  # noqa: DTZ001  (Hypothesis adds the zone)
    datetime(2026, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


class TestAnyHours:
    @settings(max_examples=150, deadline=None)
    @given(week=weeks(), three=st.lists(instants, min_size=3, max_size=3))
    def test_add_up_never_run_backwards_and_never_ahead_of_the_wall(self, week, three):
        first, second, third = sorted(three)
        whole = week.worked(first, third)
        assert whole == week.worked(first, second) + week.worked(second, third)
        assert timedelta() <= whole <= third - first

    @settings(max_examples=150, deadline=None)
    @given(week=weeks(), since=instants, minutes=st.integers(1, 3000))
    def test_are_over_at_the_first_instant_by_which_they_have_passed(self, week, since, minutes):
        wanted = timedelta(minutes=minutes)
        due = week.after(since, wanted)
        if due is None:
            assert (
                not week.is_ever_open or week.worked(since, since + timedelta(days=3000)) < wanted
            )
            return
        assert week.worked(since, due) == wanted
        assert week.worked(since, due - timedelta(seconds=1)) == wanted - timedelta(seconds=1)

    @settings(max_examples=100, deadline=None)
    @given(
        steps=st.lists(
            st.tuples(
                st.sampled_from(["customer_replied", "staff_replied", "status_set", "reopened"]),
                st.integers(1, 3000),
                st.sampled_from(["open", "waiting", "solved"]),
            ),
            max_size=12,
        ),
        later=st.integers(0, 100_000),
    )
    def test_of_a_ticket_what_has_stopped_never_changes_again(self, steps, later):
        """History cannot drift: whatever comes after, a stopped clock says what it said."""
        now = at("2026-03-02T09:00")
        told = [Happening(kind="raised", at=now, priority="normal")]
        stopped = {}
        for kind, minutes, status in steps:
            now += timedelta(minutes=minutes)
            told.append(
                Happening(kind=kind, at=now, status="" if kind == "customer_replied" else status)
            )
            clocks = read_clocks(told, hours=hours(LUNCH), targets=TARGETS, now=now)
            for number, clock in enumerate(clocks):
                if number in stopped:
                    assert clock == stopped[number]
                if clock.stopped_at is not None:
                    stopped[number] = clock
        until = now + timedelta(minutes=later)
        for number, clock in enumerate(
            read_clocks(told, hours=hours(LUNCH), targets=TARGETS, now=until)
        ):
            if number in stopped:
                assert clock == stopped[number]
            assert clock.used <= until - clock.started_at
