"""The rate table: who may read it, what it answers, and what cannot be published."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.timezone import now as clock

from kernel.cursors import write_cursor
from services.interest import commands
from services.interest.api.renderings import format_rate
from services.interest.commands import RateInPast, RateNotLater, RateOutOfRange
from services.interest.models import InterestRate

pytestmark = pytest.mark.django_db
PATH = "/api/v1/interest-rates"
NEW_YEAR = datetime(2025, 1, 1, 9, tzinfo=UTC)


def publish(code="savings", day=date(2025, 1, 1), ppm=12_500, now=NEW_YEAR):
    return commands.publish_rate(
        account_type_code=code, effective_date=day, annual_rate_ppm=ppm, now=now
    )


def ask(**query):
    return Client().get(f"{PATH}?{urlencode(query)}" if query else PATH)


def rates(**query):
    answer = ask(**query)
    assert answer.status_code == 200, answer.content
    return [
        (rate["account_type"], rate["effective_date"], rate["annual_rate"])
        for rate in answer.json()["results"]
    ]


@pytest.fixture
def history():
    publish(day=date(2025, 1, 1), ppm=10_000)
    publish(day=date(2025, 7, 1), ppm=12_500)
    publish(day=date(2999, 1, 1), ppm=0)
    publish("current", day=date(2025, 3, 1), ppm=100)


def test_everybody_may_read_without_a_token():
    publish()
    answer = ask()
    assert answer.status_code == 200
    (rate,) = answer.json()["results"]
    assert rate == {
        "id": rate["id"],
        "account_type": "savings",
        "annual_rate": "1.2500",
        "effective_date": "2025-01-01",
        "replaced_date": None,
        "in_force": True,
        "published_at": "2025-01-01T09:00:00.000000Z",
    }


def test_a_broken_token_is_not_looked_at():
    answer = Client().get(PATH, HTTP_AUTHORIZATION="Bearer nonsense")
    assert (answer.status_code, answer.json()) == (
        200,
        {"results": [], "next": None, "previous": None},
    )


def test_the_history_is_by_account_type_the_newest_first(history):
    assert rates() == [
        ("current", "2025-03-01", "0.0100"),
        ("savings", "2999-01-01", "0.0000"),
        ("savings", "2025-07-01", "1.2500"),
        ("savings", "2025-01-01", "1.0000"),
    ]
    assert [day for _, day, _ in rates(account_type="current")] == ["2025-03-01"]
    assert rates(account_type="gold") == []


def test_a_rate_ends_where_the_next_begins(history):
    found = ask(account_type="savings").json()["results"]
    assert [(rate["replaced_date"], rate["in_force"]) for rate in found] == [
        (None, False),
        ("2999-01-01", True),
        ("2025-07-01", False),
    ]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2024-12-31", []),
        ("2025-01-01", [("savings", "1.0000")]),
        ("2025-06-30", [("current", "0.0100"), ("savings", "1.0000")]),
        ("2025-07-01", [("current", "0.0100"), ("savings", "1.2500")]),
        ("2998-12-31", [("current", "0.0100"), ("savings", "1.2500")]),
        ("2999-01-01", [("current", "0.0100"), ("savings", "0.0000")]),
    ],
)
def test_on_a_day_one_rate_of_each_account_type_is_in_force(history, day, found):
    assert [(code, rate) for code, _, rate in rates(on=day)] == found


def test_pages_follow_each_other_without_gap_or_repeat(history):
    whole, collected, address = rates(), [], f"{PATH}?limit=1"
    while address:
        page = Client().get(address).json()
        assert len(page["results"]) == 1
        collected += [(r["account_type"], r["effective_date"]) for r in page["results"]]
        address = page["next"]
    assert collected == [(code, day) for code, day, _ in whole]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"on": "yesterday"}, "on"),
        ({"on": "2025-02-30"}, "on"),
        ({"limit": "0"}, "limit"),
        ({"cursor": "!"}, "cursor"),
        ({"cursor": write_cursor(["savings"])}, "cursor"),
        ({"cursor": write_cursor(["savings", 5])}, "cursor"),
        ({"cursor": write_cursor(["savings", "soon"])}, "cursor"),
        ({"cursor": write_cursor(["\ud800", "2025-01-01"])}, "cursor"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_question_that_makes_no_sense_is_400(query, field):
    answer = ask(**query)
    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == [field]


def test_a_rate_is_published_after_the_latest_only():
    publish(day=date(2025, 7, 1))
    for day in (date(2025, 7, 1), date(2025, 6, 30)):
        with pytest.raises(RateNotLater):
            publish(day=day)
    publish(day=date(2025, 7, 2))
    publish("current", day=date(2025, 7, 1))
    assert InterestRate.objects.count() == 3


def test_a_change_never_rewrites_the_past():
    publish(day=date(2020, 1, 1))
    today = clock().date()
    with pytest.raises(RateInPast):
        publish(day=today - timedelta(days=1), now=clock())
    publish(day=today, now=clock())


@pytest.mark.parametrize("ppm", [-1, 1_000_001])
def test_a_rate_is_from_0_to_100_percent(ppm):
    with pytest.raises(RateOutOfRange):
        publish(ppm=ppm)
    with pytest.raises(IntegrityError), transaction.atomic():
        InterestRate.objects.create(
            account_type_code="savings",
            effective_date=date(2025, 1, 1),
            annual_rate_ppm=ppm,
            published_at=NEW_YEAR,
        )


def test_of_two_at_once_for_one_day_one_is_refused(monkeypatch):
    publish(day=date(2999, 1, 1))
    # The other's row was not there yet when this one looked.
    nothing = InterestRate.objects.none()
    monkeypatch.setattr(InterestRate.objects, "filter", lambda **_: nothing)
    with pytest.raises(RateNotLater):
        publish(day=date(2999, 1, 1))


@pytest.mark.parametrize(
    ("ppm", "text"),
    [
        (0, "0.0000"),
        (1, "0.0001"),
        (12_500, "1.2500"),
        (1_000_000, "100.0000"),
        (-12_500, "-1.2500"),
        (-1, "-0.0001"),
    ],
)
def test_a_rate_is_written_as_percent_with_four_decimals(ppm, text):
    assert format_rate(ppm) == text
