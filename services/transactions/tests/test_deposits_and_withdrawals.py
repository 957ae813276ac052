"""Cash in and cash out, as a client asks for them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands as ledger
from kernel.ledger.models import Refusal, Request, Transfer

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("path", ["deposits", "withdrawals"])


def _today():
    return datetime.now(UTC).date()


class TestCash:
    @pytest.mark.parametrize(
        ("path", "kind", "left"),
        [("deposits", "deposit", "125.00"), ("withdrawals", "withdrawal", "75.00")],
    )
    def test_is_answered_exactly_as_agreed(self, ada, payer, path, kind, left):
        body = {"account": str(payer.id), "amount": "25", "note": "Piggy bank"}
        before = datetime.now(UTC)
        answer = ada.post(path, body)
        assert answer.status_code == 201
        assert answer.headers["Content-Type"] == "application/json"
        assert "Idempotency-Replayed" not in answer.headers
        content = answer.json()
        posted_at = datetime.fromisoformat(content["posted_at"])
        assert before <= posted_at <= datetime.now(UTC)
        assert content["posted_at"].endswith("Z")
        assert content == {
            "id": str(Transfer.objects.get(note__text="Piggy bank").id),
            "status": "posted",
            "type": kind,
            "amount": "25.00",
            "currency": "EUR",
            "note": "Piggy bank",
            "posted_at": content["posted_at"],
            "value_date": _today().isoformat(),
            "account": {"id": str(payer.id), "number": payer.number, "title": "Ada Novak"},
            "balances": [{"account": str(payer.id), "balance": left, "available": left}],
        }

    @BOTH
    def test_is_carried_out_once_under_one_key(self, ada, payer, balance, path):
        body = {"account": str(payer.id), "amount": "1.00"}
        first = ada.post(path, body, key="Key-A")
        moved = balance(payer)
        again = ada.post(path, body, key="Key-A")
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert balance(payer) == moved
        other = ada.post(path, body, key="key-a")
        assert other.content != first.content
        assert "Idempotency-Replayed" not in other.headers

    @BOTH
    def test_of_a_key_used_for_something_else_is_refused(self, ada, payer, balance, refused, path):
        ada.post(path, {"account": str(payer.id), "amount": "1.00"}, key="k")
        moved = balance(payer)
        answer = ada.post(path, {"account": str(payer.id), "amount": "1.01"}, key="k")
        refused(answer, 422, "idempotency_key_reused")
        assert balance(payer) == moved

    def test_in_and_out_under_one_key_are_two_intents(self, ada, payer, balance):
        body = {"account": str(payer.id), "amount": "5.00"}
        assert ada.post("deposits", body, key="k").status_code == 201
        assert ada.post("withdrawals", body, key="k").status_code == 201
        assert balance(payer) == 10_000

    @BOTH
    def test_needs_a_key_of_visible_ascii(self, ada, payer, refused, path):
        body = {"account": str(payer.id), "amount": "1.00"}
        refused(ada.post(path, body, key=""), 400, "idempotency_key_missing")
        refused(
            ada.post(path, body, key="", HTTP_IDEMPOTENCY_KEY=""), 400, "idempotency_key_missing"
        )
        for key in ("a b", "ké", "k" * 256):
            refused(ada.post(path, body, key=key), 400, "idempotency_key_invalid")

    @BOTH
    def test_needs_somebody(self, ada, payer, refused, path):
        ada.headers = {}
        answer = ada.post(path, {"account": str(payer.id), "amount": "1.00"})
        refused(answer, 401, "not_authenticated")

    @BOTH
    @pytest.mark.parametrize(
        "amount",
        [
            "-5", "+5", "0", "0.00", "1e3", "NaN", "Infinity", "٣.٠٠", "5_000", "0.001",
            "99999999999999999999", "", " 5", "5,00", ".5", "5.", "0x5", 5, 5.0, True, None, [], {},
        ],
    )  # fmt: skip
    def test_of_no_amount_is_refused(self, ada, payer, balance, path, amount):
        answer = ada.post(path, {"account": str(payer.id), "amount": amount})
        problem = answer.json()
        assert answer.status_code == 400
        assert problem["code"] == ("invalid" if amount is None else "amount_invalid")
        assert list(problem["errors"]) == ["amount"]
        assert balance(payer) == 10_000

    @BOTH
    def test_of_somebody_elses_account_is_not_found(self, ben, payer, balance, refused, path):
        for account in (str(payer.id), str(uuid.uuid4())):
            answer = ben.post(path, {"account": account, "amount": "1.00"})
            refused(answer, 404, "account_not_found", "account")
        assert balance(payer) == 10_000

    @BOTH
    def test_of_an_account_that_one_may_only_look_at_is_forbidden(
        self, ada, ben, teller, refused, path
    ):
        account = teller.open(ada, "100.00", holders={ben.id: "view"})
        answer = ben.post(path, {"account": str(account.id), "amount": "1.00"})
        refused(answer, 403, "access_not_enough", "account")
        assert teller.balance(account) == 10_000

    @BOTH
    def test_of_a_joint_account_is_for_both(self, ada, ben, teller, path):
        account = teller.open(ada, "100.00", holders={ben.id: "joint"})
        for person in (ada, ben):
            answer = person.post(path, {"account": str(account.id), "amount": "1.00"})
            assert answer.status_code == 201

    @BOTH
    def test_is_off_where_the_counter_is_the_only_place(self, ada, payer, refused, settings, path):
        settings.SELF_SERVICE_CASH = False
        answer = ada.post(path, {"account": str(payer.id), "amount": "1.00"})
        refused(answer, 403, "self_service_off")
        assert Transfer.objects.count() == 1

    @BOTH
    def test_is_in_the_accounts_currency(self, ada, payer, teller, refused, path):
        body = {"account": str(payer.id), "amount": "1.00"}
        assert ada.post(path, body | {"currency": "EUR"}).status_code == 201
        refused(ada.post(path, body | {"currency": "USD"}), 422, "currency_mismatch", "currency")
        yen = teller.open(ada, "500", currency="JPY")
        asked = {"account": str(yen.id), "amount": "5"}
        assert ada.post(path, asked).json()["amount"] == "5"
        refused(ada.post(path, asked | {"amount": "5.0"}), 400, "amount_invalid", "amount")

    @BOTH
    def test_has_a_limit_for_one_movement(self, ada, teller, refused, settings, path):
        settings.MOVEMENT_LIMIT_UNITS = 500
        account = teller.open(ada)
        for _ in range(2):
            teller.pay_in(account, ada.id, "400.00")
        body = {"account": str(account.id)}
        problem = refused(
            ada.post(path, body | {"amount": "500.01"}), 422, "amount_above_limit", "amount"
        )
        assert "500.00" in problem["detail"]
        assert ada.post(path, body | {"amount": "500.00"}).status_code == 201

    @BOTH
    def test_may_be_dated_back_so_far_and_never_ahead(self, ada, payer, refused, settings, path):
        settings.BACK_DATING_DAYS = 5
        body = {"account": str(payer.id), "amount": "1.00"}

        def on(days):
            day = _today() + timedelta(days=days)
            return ada.post(path, body | {"value_date": day.isoformat()})

        for days in (0, -1, -5):
            assert on(days).json()["value_date"] == (_today() + timedelta(days=days)).isoformat()
        refused(on(-6), 422, "value_date_too_old", "value_date")
        refused(on(1), 422, "value_date_in_future", "value_date")
        for text in ("2026-W47-1", "yesterday", 5, "2026-02-30"):
            answer = ada.post(path, body | {"value_date": text})
            refused(answer, 400, "invalid", "value_date")

    @pytest.mark.parametrize(
        "case",
        [
            ("deposits", "frozen", "account_frozen"),
            ("withdrawals", "frozen", "account_frozen"),
            ("withdrawals", "credits_only", "credits_only"),
        ],
    )
    def test_obeys_the_accounts_status(self, ada, payer, refused, case):
        path, status, code = case
        ledger.change_status(account_id=payer.id, status=status)
        answer = ada.post(path, {"account": str(payer.id), "amount": "1.00"})
        refused(answer, 422, code, "account")

    def test_still_comes_in_where_only_credits_are_taken(self, ada, payer):
        ledger.change_status(account_id=payer.id, status="credits_only")
        answer = ada.post("deposits", {"account": str(payer.id), "amount": "1.00"})
        assert answer.status_code == 201

    @BOTH
    def test_of_a_closed_account_is_refused(self, ada, teller, refused, path):
        account = teller.open(ada)
        ledger.close_account(account_id=account.id)
        answer = ada.post(path, {"account": str(account.id), "amount": "1.00"})
        refused(answer, 422, "account_closed", "account")

    def test_that_is_not_there_cannot_be_taken_out(self, ada, payer, balance, refused):
        body = {"account": str(payer.id), "amount": "100.01"}
        problem = refused(ada.post("withdrawals", body), 422, "insufficient_funds", "amount")
        assert "100.00 EUR" in problem["detail"]
        assert balance(payer) == 10_000
        assert ada.post("withdrawals", body | {"amount": "100.00"}).status_code == 201
        assert balance(payer) == 0

    @BOTH
    @pytest.mark.parametrize(
        "case",
        [
            ({"account": 5}, "account"),
            ({"account": None}, "account"),
            ({"account": "x"}, "account"),
            ({"currency": "EURO"}, "currency"),
            ({"currency": 978}, "currency"),
            ({"note": "x" * 141}, "note"),
            ({"note": 5}, "note"),
            ({"note": "a\nb"}, "note"),
            ({"colour": "red"}, "colour"),
        ],
    )
    def test_with_a_mistake_names_the_field(self, ada, payer, refused, path, case):
        changes, field = case
        body = {"account": str(payer.id), "amount": "1.00"} | changes
        refused(ada.post(path, body), 400, "invalid", field)

    @BOTH
    def test_cannot_be_asked_for_ambiguously(self, ada, payer, balance, refused, path):
        body = f'{{"account": "{payer.id}", "amount": "1.00", "amount": "99.00"}}'
        refused(ada.post(path, body), 400, "malformed_request")
        assert balance(payer) == 10_000

    def test_takes_a_note_of_140_characters_of_any_script(self, ada, payer):
        note = "😀ß漢" * 46 + "ab"
        body = {"account": str(payer.id), "amount": "1.00", "note": note}
        assert ada.post("deposits", body).json()["note"] == note
        assert ada.post("deposits", body | {"note": ""}).json()["note"] == ""

    def test_refused_is_remembered_and_binds_no_key(self, ada, payer):
        body = {"account": str(payer.id), "amount": "150.00"}
        for _ in range(2):
            assert ada.post("withdrawals", body, key="k").status_code == 422
        assert [(one.actor_id, one.operation, one.code) for one in Refusal.objects.all()] == [
            (ada.id, "withdrawal", "insufficient_funds")
        ] * 2
        assert not Request.objects.filter(operation="withdrawal").exists()
        ada.post("deposits", {"account": str(payer.id), "amount": "50.00"})
        answer = ada.post("withdrawals", body, key="k")
        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer.headers

    def test_is_not_moved_while_no_business_day_is_open(self, ada, payer, balance, refused):
        from kernel.ledger.models import Day

        Day.objects.update(status="balanced")
        answer = ada.post("deposits", {"account": str(payer.id), "amount": "1.00"})
        refused(answer, 503, "business_day_closed")
        assert answer.headers["Retry-After"] == "1"
        assert balance(payer) == 10_000
        assert not Refusal.objects.exists()


class TestHistory:
    def test_an_import_may_lie_far_back_and_needs_no_self_service(
        self, ada, teller, settings, balance
    ):
        settings.SELF_SERVICE_CASH = False
        settings.BACK_DATING_DAYS = 0
        account = teller.open(ada)
        long_ago = _today() - timedelta(days=9_000)
        teller.pay_in(account, ada.id, "7.00", value_date=long_ago)
        assert balance(account) == 700
        assert Transfer.objects.get(credit_account_id=account.id).value_date == long_ago
