"""Why a balance is what it is, over HTTP; and balances by value date and with what was held."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from kernel.cursors import write_cursor
from kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(ada, payer):
    """Five deposits of 1.00 to 5.00, counting today and on the four days before."""
    today = datetime.now(UTC).date()
    for number in range(1, 6):
        day = (today - timedelta(days=number - 1)).isoformat()
        body = {"account": str(payer.id), "amount": f"{number}.00", "value_date": day}
        assert ada.post("deposits", body).status_code == 201
    return payer


def explained(person, account, **query):
    address, found = None, []
    while True:
        path = f"balances/{account.id}/explanation"
        answer = person.follow(address) if address else person.get(path, **query)
        assert answer.status_code == 200, answer.content
        found.append(answer.json())
        address = found[-1]["next"]
        if address is None:
            return found


class TestExplanation:
    def test_is_answered_exactly_as_agreed(self, ada, history):
        (found,) = explained(ada, history)
        listed = ada.get("transactions", account=history.id).json()["results"]
        assert found == {
            "account": str(history.id),
            "currency": "EUR",
            "as_of": found["as_of"],
            "balance": "115.00",
            "opening_balance": "0.00",
            "moved": "115.00",
            "adds_up": True,
            "results": listed,
            "next": None,
            "previous": None,
        }

    @pytest.mark.parametrize("limit", [1, 2, 5])
    @pytest.mark.parametrize("by", ["now", "at", "value_date"])
    def test_goes_back_to_nothing_page_by_page(self, ada, history, by, limit):
        today = datetime.now(UTC).date()
        query = {
            "now": {},
            "at": {"at": datetime.now(UTC).isoformat()},
            "value_date": {"value_date": today.isoformat()},
        }[by]
        found = explained(ada, history, limit=limit, **query)
        assert found[0]["balance"] == ada.get(f"balances/{history.id}").json()["balance"]
        assert found[-1]["opening_balance"] == "0.00"
        balance = Decimal(found[0]["balance"])
        for page in found:
            assert Decimal(page["balance"]) == balance
            moved = sum(Decimal(one["amount"]) for one in page["results"])
            assert Decimal(page["moved"]) == moved
            balance -= moved
            assert Decimal(page["opening_balance"]) == balance
            assert page["adds_up"] is True
        assert len([one for page in found for one in page["results"]]) == 6

    def test_of_a_past_instant_is_of_what_was_known(self, ada, history):
        third = Entry.objects.get(account_id=history.id, sequence=3)
        (found,) = explained(ada, history, at=third.posted_at.isoformat())
        assert (found["balance"], len(found["results"])) == ("103.00", 3)

    def test_of_a_past_day_is_of_what_counted(self, ada, history):
        day = (datetime.now(UTC).date() - timedelta(days=3)).isoformat()
        for name in ("value_date", "at"):
            (found,) = explained(ada, history, **{name: day})
            assert (found["balance"], found["as_of"]) == ("9.00", day)
            assert [one["amount"] for one in found["results"]] == ["4.00", "5.00"]
        assert ada.get(f"balances/{history.id}", value_date=day).json()["balance"] == "9.00"

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"at": "yesterday"}, "at"),
            ({"value_date": "2026-02-30"}, "value_date"),
            ({"value_date": ""}, "value_date"),
            ({"value_date": "2026-01-01T00:00:00Z"}, "value_date"),
            ({"value_date": "2026-01-01", "at": "2026-01-01"}, "value_date"),
            ({"limit": "0"}, "limit"),
            ({"cursor": "!"}, "cursor"),
        ],
    )
    def test_of_what_makes_no_sense_is_400(self, ada, history, query, field):
        answer = ada.get(f"balances/{history.id}/explanation", **query)
        assert answer.status_code == 400, answer.content
        assert list(answer.json()["errors"]) == [field]

    @bounded(
        max_examples=40,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        kind=st.sampled_from(["posted", "valued", "x", None]),
        moment=st.none()
        | st.integers()
        | st.text(max_size=12)
        | st.dates().map(lambda day: day.isoformat())
        | st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
        day=st.none() | st.text(max_size=9) | st.dates().map(lambda day: day.isoformat()),
        sequence=st.none() | st.integers() | st.floats(allow_nan=False) | st.booleans(),
    )
    def test_no_cursor_is_a_500(self, ada, history, kind, moment, day, sequence):
        cursor = write_cursor([kind, moment, day, sequence])
        answer = ada.get(f"balances/{history.id}/explanation", cursor=cursor)
        assert answer.status_code in {200, 400}

    @pytest.mark.parametrize("position", [[], [1], ["posted", "2026-01-01", "2026-01-01", 1, 1]])
    def test_a_cursor_of_another_list_is_400(self, ada, history, position):
        answer = ada.get(f"balances/{history.id}/explanation", cursor=write_cursor(position))
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")

    def test_of_somebody_elses_account_is_not_found(self, ada, ben, history, refused):
        refused(ben.get(f"balances/{history.id}/explanation"), 404, "account_not_found")
        refused(ada.get(f"balances/{uuid.uuid4()}/explanation"), 404, "account_not_found")


class TestWhatWasHeld:
    def test_is_known_for_each_instant(self, ada, caller, payer):
        teller = caller(roles=("teller",))
        start = datetime.now(UTC)
        body = {"account": str(payer.id), "amount": "30.00", "reason": "Hotel"}
        hold = teller.post("holds", body)
        assert hold.status_code == 201, hold.content
        placed = datetime.now(UTC)
        path = f"holds/{hold.json()['id']}/capture"
        taken = teller.post(path, {"amount": "10.00", "final": False})
        assert taken.status_code == 201, taken.content
        captured = datetime.now(UTC)
        for moment, balance, held, available in (
            (start, "100.00", "0.00", "100.00"),
            (placed, "100.00", "30.00", "70.00"),
            (captured, "90.00", "20.00", "70.00"),
        ):
            found = ada.get(f"balances/{payer.id}", at=moment.isoformat()).json()
            assert (found["balance"], found["held"]) == (balance, held)
            assert found["available"] == available
