"""What the bank declined is kept although everything else was undone."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import tasks

pytestmark = pytest.mark.django_db


def _decline(person, account, amount="999.00"):
    answer = person.post("withdrawals", {"account": str(account.id), "amount": amount})
    assert answer.status_code in (404, 422), answer.content
    return answer.json()


class TestDeclinedAttempts:
    def test_say_who_what_and_why_in_words(self, ada, payer, balance):
        problem = _decline(ada, payer)
        (attempt,) = ada.get("transactions/declined").json()["results"]
        assert attempt == {
            "id": attempt["id"],
            "person": str(ada.id),
            "operation": "withdrawal",
            "code": "insufficient_funds",
            "reason": problem["detail"],
            "account": {"id": str(payer.id), "number": payer.number},
            "amount": "999.00",
            "currency": "EUR",
            "declined_at": attempt["declined_at"],
        }
        assert balance(payer) == 10000

    def test_come_the_newest_first_page_by_page(self, ada, payer):
        for amount in ("901.00", "902.00", "903.00"):
            _decline(ada, payer, amount)
        first = ada.get("transactions/declined", limit=2).json()
        assert [one["amount"] for one in first["results"]] == ["903.00", "902.00"]
        second = ada.follow(first["next"]).json()
        assert [one["amount"] for one in second["results"]] == ["901.00"]
        assert second["next"] is None

    def test_are_ones_own_only(self, ada, ben, payer, refused):
        _decline(ada, payer)
        assert ben.get("transactions/declined").json()["results"] == []
        path = "transactions/declined"
        refused(ben.get(path, person=str(ada.id)), 403, "permission_denied")
        refused(ben.get(path, everybody="true"), 403, "permission_denied")
        assert len(ada.get(path, person=str(ada.id)).json()["results"]) == 1

    def test_name_no_account_of_somebody_else(self, ada, ben, payer):
        assert _decline(ben, payer)["code"] == "account_not_found"
        (attempt,) = ben.get("transactions/declined").json()["results"]
        assert attempt["account"] is None
        assert attempt["currency"] == ""
        assert payer.number not in str(attempt)

    @pytest.mark.parametrize("role", ["supervisor", "operations", "compliance", "auditor"])
    def test_of_everybody_are_for_staff(self, role, ada, ben, payer, payee, caller):
        _decline(ada, payer)
        _decline(ben, payee)
        staff = caller(roles=(role,))
        found = staff.get("transactions/declined", everybody="true").json()["results"]
        assert [one["person"] for one in found] == [str(ben.id), str(ada.id)]
        found = staff.get("transactions/declined", person=str(ada.id)).json()["results"]
        assert [one["account"]["number"] for one in found] == [payer.number]
        assert staff.get("transactions/declined").json()["results"] == []

    @pytest.mark.parametrize("role", ["teller", "administrator", "viewer", "analyst"])
    def test_of_others_are_for_nobody_else(self, role, caller, ada, refused):
        other = caller(roles=(role,))
        answer = other.get("transactions/declined", person=str(ada.id))
        refused(answer, 403, "permission_denied")

    def test_keep_nothing_that_is_no_amount(self, ada, payer):
        body = {"account": str(payer.id), "amount": "a secret note"}
        assert ada.post("withdrawals", body).status_code == 400
        (attempt,) = ada.get("transactions/declined").json()["results"]
        assert (attempt["amount"], attempt["code"]) == ("", "amount_invalid")

    @pytest.mark.parametrize("query", [{"cursor": "x"}, {"limit": "0"}, {"person": "me"}, {"a": 1}])
    def test_refuse_a_query_that_makes_no_sense(self, query, ada):
        assert ada.get("transactions/declined", **query).status_code == 400

    def test_are_for_who_is_signed_in(self, ada, refused):
        ada.headers = {}
        refused(ada.get("transactions/declined"), 401, "not_authenticated")

    def test_are_let_go_of_in_the_end(self, ada, payer, settings, monkeypatch):
        _decline(ada, payer)
        tasks.purge_refusals()
        assert len(ada.get("transactions/declined").json()["results"]) == 1
        later = datetime.now(UTC) + timedelta(days=settings.DECLINED_KEPT_DAYS, minutes=1)
        monkeypatch.setattr(tasks.timezone, "now", lambda: later)
        tasks.purge_refusals()
        monkeypatch.undo()
        assert ada.get("transactions/declined").json()["results"] == []
        assert ada.get("transactions/declined", person=str(uuid.uuid4())).status_code == 403
