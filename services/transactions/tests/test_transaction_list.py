"""Transactions over HTTP: shape, filters, order, pages."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from kernel.cursors import write_cursor
from kernel.ledger.sides import credit_side, debit_side

pytestmark = pytest.mark.django_db
PLAN = (
    ("deposits", "10.00", "Birthday"), ("withdrawals", "3.00", "Cash"), ("deposits", "10.00", ""),
    ("withdrawals", "0.50", "50% off"), ("deposits", "3.00", "birthday again"),
)  # fmt: skip


@pytest.fixture
def history(ada, ben, payer, payee, teller):
    """Two accounts of Ada's with several movements, the last of them a transfer to Ben."""
    savings = teller.open(ada, "20.00", title="Ada Novak")
    today = datetime.now(UTC).date()
    for number, (path, amount, note) in enumerate(PLAN):
        account = (payer, savings)[number % 2]
        body = {"account": str(account.id), "amount": amount, "note": note}
        day = (today - timedelta(days=number)).isoformat()
        assert ada.post(path, body | {"value_date": day}).status_code == 201
    body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": "7.00"}
    transfer = ada.post("transfers", body | {"note": "Rent"}).json()
    return SimpleNamespace(savings=savings, today=today, transfer=uuid.UUID(transfer["id"]))


@pytest.fixture
def listed(ada):
    """Return a function that gives the whole list, page by page."""

    def read(**query):
        address, found = None, []
        while True:
            answer = ada.follow(address) if address else ada.get("transactions", **query)
            assert answer.status_code == 200, answer.content
            page = answer.json()
            assert set(page) == {"results", "next", "previous"}
            assert page["previous"] is None
            found += page["results"]
            address = page["next"]
            if address is None:
                return found
            assert len(page["results"]) == int(query.get("limit", 50))

    return read


def _days(history, *numbers):
    return [(history.today - timedelta(days=n)).isoformat() for n in numbers]


class TestTransaction:
    def test_is_shown_exactly_as_agreed(self, ada, ben, payer, payee, history):
        side = debit_side(history.transfer)
        content = ada.get(f"transactions/{side}").json()
        assert content == {
            "id": str(side),
            "transfer_id": str(history.transfer),
            "status": "posted",
            "account": str(payer.id),
            "type": "transfer_out",
            "direction": "out",
            "amount": "7.00",
            "currency": "EUR",
            "balance_after": "116.00",
            "note": "Rent",
            "counterparty": {"name": "Ben Okafor", "number": payee.number},
            "posted_at": content["posted_at"],
            "value_date": history.today.isoformat(),
            "category": None,
        }
        assert content["posted_at"].endswith("Z")
        other = ben.get(f"transactions/{credit_side(history.transfer)}").json()
        assert other == content | {
            "id": str(credit_side(history.transfer)),
            "account": str(payee.id),
            "type": "transfer_in",
            "direction": "in",
            "balance_after": "7.00",
            "counterparty": {"name": "Ada Novak", "number": payer.number},
        }

    def test_of_the_other_side_or_of_nobody_is_not_found(self, ada, ben, caller, history, refused):
        for person, side in (
            (ada, credit_side(history.transfer)),
            (ben, debit_side(history.transfer)),
            (caller(), debit_side(history.transfer)),
            (ada, uuid.uuid4()),
        ):
            refused(person.get(f"transactions/{side}"), 404, "transaction_not_found")

    def test_with_the_bank_has_a_name_and_no_number(self, listed, history):
        found = listed(type="withdrawal", text="cash desk")
        assert [one["counterparty"] for one in found] == [{"name": "Cash desk", "number": None}] * 2
        assert [(one["direction"], one["amount"], one["note"]) for one in found] == [
            ("out", "0.50", "50% off"),
            ("out", "3.00", "Cash"),
        ]


class TestList:
    def test_is_of_all_ones_accounts_the_newest_first(self, listed, history):
        found = listed()
        assert [(one["amount"], one["direction"]) for one in found] == [
            ("7.00", "out"),
            ("3.00", "in"),
            ("0.50", "out"),
            ("10.00", "in"),
            ("3.00", "out"),
            ("10.00", "in"),
            ("20.00", "in"),
            ("100.00", "in"),
        ]
        posted = [one["posted_at"] for one in found]
        assert posted == sorted(posted, reverse=True)

    def test_says_the_same_as_each_of_its_transactions(self, ada, listed, history):
        for one in listed():
            assert ada.get(f"transactions/{one['id']}").json() == one

    def test_of_somebody_elses_account_is_not_found(self, ada, payee, history, refused):
        for account in (payee.id, uuid.uuid4()):
            refused(ada.get("transactions", account=account), 404, "account_not_found")

    def test_of_a_stranger_is_empty(self, caller, history):
        assert caller().get("transactions").json() == {
            "results": [],
            "next": None,
            "previous": None,
        }

    def test_needs_somebody(self, ada, refused):
        ada.headers = {}
        refused(ada.get("transactions"), 401, "not_authenticated")

    @pytest.mark.parametrize("limit", [1, 2, 3, 7])
    @pytest.mark.parametrize("order", ["-posted_at", "posted_at", "-amount", "amount"])
    def test_is_the_same_in_pages_of_any_size(self, listed, history, order, limit):
        whole = listed(order=order)
        assert len(whole) == 8
        assert listed(order=order, limit=limit) == whole
        if order.endswith("amount"):
            amounts = [float(one["amount"]) for one in whole]
            assert amounts == sorted(amounts, reverse=order.startswith("-"))

    def test_pages_keep_their_filters(self, ada, listed, payer, history):
        asked = {"account": payer.id, "type": ["deposit", "withdrawal"], "order": "amount"}
        whole = listed(**asked)
        assert [one["amount"] for one in whole] == ["3.00", "10.00", "10.00", "100.00"]
        assert listed(**asked, limit=1) == whole

    @pytest.mark.parametrize(
        ("query", "amounts"),
        [
            ({"type": "transfer_out"}, ["7.00"]),
            ({"type": "transfer_in"}, []),
            ({"type": "withdrawal"}, ["0.50", "3.00"]),
            ({"type": "withdrawal,transfer_out"}, ["7.00", "0.50", "3.00"]),
            ({"type": ["withdrawal", "transfer_out"]}, ["7.00", "0.50", "3.00"]),
            ({"min_amount": "10"}, ["10.00", "10.00", "20.00", "100.00"]),
            ({"min_amount": "10.01"}, ["20.00", "100.00"]),
            ({"max_amount": "3.00"}, ["3.00", "0.50", "3.00"]),
            ({"max_amount": "2.99"}, ["0.50"]),
            ({"min_amount": "3", "max_amount": "7"}, ["7.00", "3.00", "3.00"]),
            ({"min_amount": "8", "max_amount": "7"}, []),
            ({"text": "birthday"}, ["3.00", "10.00"]),
            ({"text": "BIRTHDAY"}, ["3.00", "10.00"]),
            ({"text": "okafor"}, ["7.00"]),
            ({"text": "50%"}, ["0.50"]),
            ({"text": "%"}, ["0.50"]),
            ({"text": "_"}, []),
            ({"text": "' OR 1=1 --"}, []),
        ],
    )
    def test_keeps_what_is_asked_for(self, listed, history, query, amounts):
        assert [one["amount"] for one in listed(**query)] == amounts

    def test_keeps_days_by_value_date_both_included(self, listed, history):
        first, last = _days(history, 3, 1)
        found = listed(from_date=first, to_date=last)
        assert sorted(one["value_date"] for one in found) == _days(history, 3, 2, 1)
        assert [one["value_date"] for one in listed(to_date=_days(history, 4)[0])] == _days(
            history, 4
        )
        assert listed(from_date=last, to_date=first) == []
        assert len(listed(from_date="0001-01-01", to_date="9999-12-31")) == 8

    @pytest.mark.parametrize(
        ("query", "field"),
        [
            ({"account": "5"}, "account"),
            ({"account": ""}, "account"),
            ({"type": "gift"}, "type"),
            ({"type": "deposit,"}, "type"),
            ({"from_date": "2026-02-30"}, "from_date"),
            ({"to_date": "2026-W01-1"}, "to_date"),
            ({"min_amount": "-1"}, "min_amount"),
            ({"min_amount": "1\n"}, "min_amount"),
            ({"min_amount": "٣"}, "min_amount"),
            ({"max_amount": "1e3"}, "max_amount"),
            ({"max_amount": "1.23456"}, "max_amount"),
            ({"max_amount": "9" * 16}, "max_amount"),
            ({"text": "x" * 101}, "text"),
            ({"text": "a\0b"}, "text"),
            ({"order": "note"}, "order"),
            ({"order": "-posted_at,amount"}, "order"),
            ({"limit": "0"}, "limit"),
            ({"limit": "201"}, "limit"),
            ({"limit": "ten"}, "limit"),
            ({"cursor": "!"}, "cursor"),
            ({"cursor": "x" * 401}, "cursor"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_a_question_that_makes_no_sense_is_400(self, ada, history, query, field):
        answer = ada.get("transactions", **query)
        assert answer.status_code == 400, answer.content
        assert list(answer.json()["errors"]) == [field]

    @pytest.mark.parametrize(
        "position",
        [
            [],
            [1],
            ["-posted_at"],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}"],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}", "1"],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}", True],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}", -1],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}", 2**63],
            ["-posted_at", "2026-01-01T00:00:00Z", "{account}", 1, 1],
            ["-posted_at", "2026-01-01T00:00:00Z", "nobody", 1],
            ["-posted_at", "2026-01-01T00:00:00Z", 5, 1],
            ["-posted_at", "2026-01-01T00:00:00", "{account}", 1],
            ["-posted_at", "0001-01-01T00:00:00+14:00", "{account}", 1],
            ["-posted_at", "9999-12-31T23:00:00-14:00", "{stranger}", 1],
            ["-posted_at", 5, "{account}", 1],
            ["-posted_at", None, "{account}", 1],
            ["-posted_at", "\ud800", "{account}", 1],
            ["posted_at", "2026-01-01T00:00:00Z", "{account}", 1],
            ["amount", 5, "{account}", 1],
        ],
    )
    def test_a_cursor_of_another_list_or_of_nobodys_is_400(self, ada, payer, history, position):
        names = {"{account}": str(payer.id), "{stranger}": str(uuid.uuid4())}
        made = [names.get(value, value) if isinstance(value, str) else value for value in position]
        answer = ada.get("transactions", cursor=write_cursor(made))
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")

    @pytest.mark.parametrize("first", ["5", 5.5, -1, 2**63, None, True])
    def test_a_cursor_by_amount_has_an_amount(self, ada, payer, history, first):
        cursor = write_cursor(["amount", first, str(payer.id), 1])
        answer = ada.get("transactions", order="amount", cursor=cursor)
        assert (answer.status_code, answer.json()["code"]) == (400, "cursor_invalid")

    @bounded(
        max_examples=40,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        position=st.lists(
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats(allow_nan=False)
            | st.text(max_size=12)
            | st.sampled_from(["-posted_at", "amount", "2026-01-01T00:00:00+00:00"])
            | st.uuids().map(str)
            | st.datetimes(timezones=st.timezones()).map(lambda moment: moment.isoformat()),
            min_size=3,
            max_size=5,
        ),
        order=st.sampled_from(["-posted_at", "amount"]),
    )
    def test_no_cursor_is_a_500(self, ada, payer, position, order):
        answer = ada.get("transactions", order=order, cursor=write_cursor([order, *position[1:]]))
        assert answer.status_code in {200, 400}
