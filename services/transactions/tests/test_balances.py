"""A balance now, as known at an instant, and as counting on a day."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kernel.ledger.models import Account, Entry

pytestmark = pytest.mark.django_db


class TestBalance:
    def test_is_answered_exactly_as_agreed(self, ada, teller):
        account = teller.open(ada, "100.00", overdraft=5_000)
        Account.objects.filter(id=account.id).update(held_minor=1_000)
        before = datetime.now(UTC)
        content = ada.get(f"balances/{account.id}").json()
        assert before <= datetime.fromisoformat(content.pop("as_of")) <= datetime.now(UTC)
        assert content == {
            "account": str(account.id),
            "balance": "100.00",
            "available": "140.00",
            "held": "10.00",
            "currency": "EUR",
        }

    def test_has_the_decimals_of_its_currency(self, ada, teller):
        for currency, funds in (("JPY", "500"), ("BHD", "1.234")):
            account = teller.open(ada, funds, currency=currency)
            assert ada.get(f"balances/{account.id}").json()["balance"] == funds

    def test_may_be_seen_by_whoever_may_look(self, ada, ben, teller):
        account = teller.open(ada, "5.00", holders={ben.id: "view"})
        assert ben.get(f"balances/{account.id}").json()["balance"] == "5.00"

    def test_of_somebody_else_is_not_found(self, ada, ben, payer, refused):
        for at in (None, "2026-01-01", "2026-01-01T00:00:00Z"):
            query = {"at": at} if at else {}
            refused(ben.get(f"balances/{payer.id}", **query), 404, "account_not_found")
            refused(ada.get(f"balances/{uuid.uuid4()}", **query), 404, "account_not_found")
        refused(ada.get("balances/5"), 404, "not_found")

    def test_at_an_instant_is_what_the_bank_knew_then(self, ada, payer):
        body = {"account": str(payer.id), "amount": "5.00"}
        ada.post("deposits", body)
        first, second = Entry.objects.filter(account_id=payer.id).order_by("sequence")
        before = first.posted_at - timedelta(microseconds=1)
        for moment, balance in (
            (before, "0.00"),
            (first.posted_at, "100.00"),
            (second.posted_at, "105.00"),
        ):
            for text in (moment.isoformat(), moment.isoformat().replace("+00:00", "Z")):
                content = ada.get(f"balances/{payer.id}", at=text).json()
                assert (content["balance"], content["held"]) == (balance, "0.00")
                assert content["as_of"] == moment.isoformat(timespec="microseconds").replace(
                    "+00:00", "Z"
                )

    def test_at_an_instant_may_be_given_in_any_zone(self, ada, payer):
        moment = Entry.objects.get(account_id=payer.id).posted_at
        for hours in (-14, -3, 0, 5, 14):
            zone = timedelta(hours=hours)
            local = moment.astimezone(tz=timezone(zone))
            content = ada.get(f"balances/{payer.id}", at=local.isoformat()).json()
            assert content["balance"] == "100.00"
            assert content["as_of"].endswith("Z")
            assert datetime.fromisoformat(content["as_of"]) == moment

    def test_a_plus_sign_that_became_a_space_is_understood(self, ada, payer):
        address = f"/api/v1/balances/{payer.id}?at=2099-01-01T00:00:00+01:00"
        assert ada.follow(address).json()["balance"] == "100.00"

    def test_on_a_day_is_what_counts_at_its_end(self, ada, payer):
        today = datetime.now(UTC).date()
        for days, amount in ((3, "4.00"), (1, "2.00")):
            day = today - timedelta(days=days)
            body = {"account": str(payer.id), "amount": amount, "value_date": day.isoformat()}
            assert ada.post("deposits", body).status_code == 201
        expected = {4: "0.00", 3: "4.00", 2: "4.00", 1: "6.00", 0: "106.00", -1: "106.00"}
        for days, balance in expected.items():
            day = (today - timedelta(days=days)).isoformat()
            content = ada.get(f"balances/{payer.id}", at=day).json()
            assert (content["balance"], content["as_of"]) == (balance, day)

    @pytest.mark.parametrize(
        "at",
        [
            "", "yesterday", "2026-02-30", "2026-W47-1", "2026-11-21T10:00:00",
            "2026-13-01T00:00:00Z",
            "2026-11-21T25:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "5",
            "٢٠٢٦-١١-٢١", "2026-11-21T10:00:00Z; DROP TABLE ledger_entry", "\0", "9" * 5_000, "now",
        ],
    )  # fmt: skip
    def test_at_no_time_is_400(self, ada, payer, refused, at):
        refused(ada.get(f"balances/{payer.id}", at=at), 400, "moment_invalid", "at")

    @pytest.mark.parametrize(
        ("at", "balance"),
        [
            ("0001-01-01", "0.00"),
            ("9999-12-31", "100.00"),
            ("0001-01-01T00:00:00Z", "0.00"),
            ("9999-12-31T23:59:59.999999Z", "100.00"),
        ],
    )
    def test_at_the_ends_of_time_is_nothing_or_everything(self, ada, payer, at, balance):
        assert ada.get(f"balances/{payer.id}", at=at).json()["balance"] == balance
