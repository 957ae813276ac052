"""Payees: saved with a proof, checked by name, kept cool for a day."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from services.transactions.models import Payee
from services.transactions.names import CLOSE_MATCH, MATCH, NO_MATCH, compare_names

pytestmark = pytest.mark.django_db


@pytest.fixture
def saved(ada, payee, befriend):
    """Ben as Ada's payee."""
    return befriend(ada, payee)


@pytest.fixture
def rich(teller, ada):
    """Ada's account with 5,000.00."""
    return teller.open(ada, "5000.00", title="Ada Novak")


class TestNames:
    @pytest.mark.parametrize(
        ("asked", "known", "result"),
        [
            ("Ada Novak", "Ada Novak", MATCH),
            ("novak,  ADA", "Ada Novak", MATCH),
            ("Dr. Ada Nóvák", "Ada Novak", MATCH),
            ("Jürgen Groß", "Juergen Gross", CLOSE_MATCH),
            ("Jurgen Gross", "Jürgen Groß", MATCH),
            ("Ada Nowak", "Ada Novak", CLOSE_MATCH),
            ("A. Novak", "Ada Novak", CLOSE_MATCH),
            ("Eva Novak", "Ada Novak", NO_MATCH),
            ("B. Novak", "Ada Novak", NO_MATCH),
            ("Novak", "Ada Novak", NO_MATCH),
            ("Ben Okafor", "Ada Novak", NO_MATCH),
            ("...", "Ada Novak", NO_MATCH),
        ],
    )
    def test_compare_as_people_mean_them(self, asked, known, result):
        assert compare_names(asked=asked, known=known) == result

    @given(st.lists(st.text("abcdefgh", min_size=2, max_size=8), min_size=1, max_size=4))
    def test_match_in_any_order_and_case(self, words):
        known = " ".join(words)
        asked = " ".join(reversed(words)).upper()
        assert compare_names(asked=asked, known=known) == MATCH


class TestNameCheck:
    @pytest.mark.parametrize(
        ("name", "result"),
        [("Ben Okafor", MATCH), ("Ben Okafar", CLOSE_MATCH), ("Ada Novak", NO_MATCH)],
    )
    def test_answers_the_result_and_no_name(self, ada, payee, name, result):
        answer = ada.post("payees/name-check", {"account": payee.number, "name": name}, key="")
        assert answer.status_code == 200
        assert answer.json() == {"result": result}

    def test_is_answered_so_often_a_day_and_no_more(self, ada, payee, settings):
        settings.MONEY_CALLS_PER_DAY = 2
        body = {"account": payee.number, "name": "Ben"}
        codes = [ada.post("payees/name-check", body, key="").status_code for _ in range(3)]
        assert codes == [200, 200, 429]

    def test_of_no_account_is_not_found(self, ada, refused):
        for reference in ("DE00", str(uuid.uuid4()), "INTERNAL-CASH-EUR"):
            body = {"account": reference, "name": "x"}
            answer = ada.post("payees/name-check", body, key="")
            refused(answer, 404, "account_not_found", "account")


class TestAdd:
    def test_needs_a_proof_for_this_name_and_account(self, ada, payee, refused, step_up):
        body = {"account": payee.number, "name": "Ben Okafor", "nickname": "Benny"}
        problem = refused(ada.post("payees", body, key=""), 403, "step_up_required")
        assert problem["step_up"] == {
            "operation": "add_payee",
            "facts": {"name": "Ben Okafor", "account": payee.number},
        }
        wrong = step_up(
            person_id=ada.id,
            operation="add_payee",
            facts={"name": "Ben Okafor", "account": "DE1"},
        )
        refused(ada.post("payees", body, key="", **wrong), 403, "step_up_mismatch")
        assert not Payee.objects.exists()
        proof = step_up(person_id=ada.id, **problem["step_up"])
        content = ada.post("payees", body, key="", **proof).json()
        assert content == {
            "id": str(Payee.objects.get().id),
            "name": "Ben Okafor",
            "nickname": "Benny",
            "number": payee.number,
            "currency": "EUR",
            "name_check": "match",
            "added_at": content["added_at"],
            "last_used_at": None,
            "cooling_off": {"until": content["cooling_off"]["until"], "remaining": "2500.00"},
        }
        refused(ada.post("payees", body, key="", **proof), 409, "payee_exists", "account")

    def test_keeps_how_the_name_compared(self, ada, payee, befriend):
        assert befriend(ada, payee, name="Somebody Else")["name_check"] == "no_match"

    def test_of_ones_own_account_makes_no_sense(self, ada, payer, refused):
        body = {"account": payer.number, "name": "Ada"}
        refused(ada.post("payees", body, key=""), 422, "payee_is_own", "account")

    def test_of_no_account_is_not_found(self, ada, refused):
        body = {"account": "DE00", "name": "Ada"}
        refused(ada.post("payees", body, key=""), 404, "account_not_found", "account")


class TestList:
    def test_shows_ones_own_page_by_page(self, ada, ben, teller, befriend):
        saved = [befriend(ada, teller.open(ben))["id"] for _ in range(3)]
        first = ada.get("payees", limit=2).json()
        rest = ada.follow(first["next"]).json()
        assert [one["id"] for one in first["results"] + rest["results"]] == saved
        assert rest["next"] is None
        assert ben.get("payees").json()["results"] == []

    def test_refuses_a_cursor_of_another_list(self, ada, refused):
        refused(ada.get("payees", cursor="WzFd"), 400, "cursor_invalid", "cursor")


class TestOne:
    def test_is_renamed_and_deleted_by_its_owner(self, ada, payee, befriend, refused):
        path = f"payees/{befriend(ada, payee)['id']}"
        assert ada.send("PATCH", path, {"nickname": "Landlord"}).json()["nickname"] == "Landlord"
        assert ada.get(path).json()["nickname"] == "Landlord"
        assert ada.send("DELETE", path).status_code == 204
        refused(ada.get(path), 404, "payee_not_found")
        refused(ada.send("DELETE", path), 404, "payee_not_found")
        assert ada.get("payees").json()["results"] == []

    @pytest.mark.parametrize(
        ("method", "body"), [("GET", None), ("PATCH", {"nickname": "x"}), ("DELETE", None)]
    )
    def test_of_somebody_else_is_not_found(self, ben, saved, refused, method, body):
        path = f"payees/{saved['id']}"
        refused(ben.send(method, path, body), 404, "payee_not_found")
        refused(ben.send(method, f"payees/{uuid.uuid4()}", body), 404, "payee_not_found")
        assert Payee.objects.get().deleted_at is None

    def test_can_be_added_again_and_is_new_again(self, ada, payee, befriend):
        first = befriend(ada, payee)
        assert ada.get(f"payees/{first['id']}").json()["cooling_off"] is None
        ada.send("DELETE", f"payees/{first['id']}")
        again = befriend(ada, payee, cooled=False)
        assert again["id"] == first["id"]
        assert again["cooling_off"] is not None


class TestPaying:
    def pay(self, person, payer, amount, *, key=None, headers=None, **to):
        body = {"from_account": str(payer.id), "amount": amount} | to
        return person.post("transfers", body, key=key, **(headers or {}))

    def test_a_payee_by_its_id(self, ada, payer, payee, befriend, balance):
        saved = befriend(ada, payee)
        answer = self.pay(ada, payer, "5.00", payee=saved["id"])
        assert answer.status_code == 201, answer.content
        assert balance(payee) == 500
        assert ada.get(f"payees/{saved['id']}").json()["last_used_at"] is not None

    def test_somebody_elses_payee_is_not_found(self, ben, teller, saved, refused):
        mine = teller.open(ben, "9.00")
        for payee_id in (saved["id"], str(uuid.uuid4())):
            answer = self.pay(ben, mine, "5.00", payee=payee_id)
            refused(answer, 404, "payee_not_found", "payee")

    def test_a_deleted_payee_is_not_found_but_a_replay_is_answered(
        self, ada, payer, saved, refused
    ):
        first = self.pay(ada, payer, "5.00", key="k", payee=saved["id"])
        ada.send("DELETE", f"payees/{saved['id']}")
        again = self.pay(ada, payer, "5.00", key="k", payee=saved["id"])
        assert again.content == first.content
        answer = self.pay(ada, payer, "5.00", payee=saved["id"])
        refused(answer, 404, "payee_not_found", "payee")

    def test_names_the_other_side_once(self, ada, payer, payee, refused):
        answer = self.pay(ada, payer, "5.00")
        refused(answer, 400, "invalid", "to_account")
        both = {"payee": str(uuid.uuid4()), "to_account": payee.number}
        refused(self.pay(ada, payer, "5.00", **both), 400, "invalid", "to_account")

    @override_settings(PAYEE_COOLING_LIMIT="100")
    def test_a_new_payee_gets_no_more_than_the_cooling_off_limit_in_all(
        self, ada, rich, payee, saved, refused
    ):
        Payee.objects.update(added_at=datetime.now(UTC))
        assert self.pay(ada, rich, "60.00", payee=saved["id"]).status_code == 201
        answer = self.pay(ada, rich, "40.01", to_account=payee.number)
        problem = refused(answer, 422, "payee_cooling_off", "amount")
        assert problem["cooling_off"] == {"remaining": "40.00", "currency": "EUR"}
        assert self.pay(ada, rich, "40.00", to_account=payee.number).status_code == 201
        Payee.objects.update(added_at=datetime.now(UTC) - timedelta(hours=24, seconds=1))
        assert self.pay(ada, rich, "200.00", payee=saved["id"]).status_code == 201

    @override_settings(PAYEE_COOLING_LIMIT="100")
    def test_an_account_that_was_never_saved_is_new_from_its_first_payment(
        self, ada, rich, payee, refused
    ):
        assert self.pay(ada, rich, "60.00", to_account=payee.number).status_code == 201
        refused(
            self.pay(ada, rich, "60.00", to_account=payee.number), 422, "payee_cooling_off",
            "amount",
        )  # fmt: skip
        Payee.objects.update(first_paid_at=datetime.now(UTC) - timedelta(hours=25))
        assert self.pay(ada, rich, "60.00", to_account=payee.number).status_code == 201
        # It is no saved payee for that.
        assert ada.get("payees").json()["results"] == []


class TestStepUp:
    def pay(self, person, payer, amount, to, *, key=None, headers=None):
        body = {"from_account": str(payer.id), "amount": amount, "to_account": to.number}
        return person.post("transfers", body, key=key, **(headers or {}))

    def test_is_not_asked_for_small_sums(self, ada, rich, payee, befriend):
        assert self.pay(ada, rich, "250.00", payee).status_code == 201
        Payee.objects.update(first_paid_at=datetime.now(UTC) - timedelta(days=2))
        assert self.pay(ada, rich, "1000.00", payee).status_code == 201

    def test_is_asked_for_above_250_to_somebody_new(self, ada, rich, payee, refused):
        problem = refused(self.pay(ada, rich, "250.01", payee), 403, "step_up_required")
        assert problem["step_up"] == {
            "operation": "transfer_money",
            "facts": {
                "amount": "250.01",
                "currency": "EUR",
                "to_account": payee.number,
                # Whom the account belongs to is not told to somebody who never paid it.
                "to_name": "B. O.",
            },
        }
        assert not Payee.objects.exists()

    def test_is_asked_for_above_1000_to_anybody(self, ada, rich, payee, befriend, refused):
        befriend(ada, payee, name="Ben O.")
        problem = refused(self.pay(ada, rich, "1000.01", payee), 403, "step_up_required")
        assert problem["step_up"]["facts"]["to_name"] == "Ben O."

    def test_is_never_asked_for_between_ones_own_accounts(self, ada, rich, teller):
        assert self.pay(ada, rich, "4000.00", teller.open(ada)).status_code == 201

    @pytest.fixture
    def proof(self, ada, rich, payee, approved):
        """Ada's proof for 300.00 to Ben."""
        return approved(self.pay(ada, rich, "300.00", payee), by=ada)

    @pytest.fixture
    def other(self, ben, teller):
        """Another account of Ben's."""
        return teller.open(ben, title="Ben Okafor")

    def test_binds_amount_and_payee(self, ada, rich, payee, other, proof):
        for amount, to in (("300.01", payee), ("300.00", other)):
            answer = self.pay(ada, rich, amount, to, headers=proof)
            assert (answer.status_code, answer.json()["code"]) == (403, "step_up_mismatch")

    def test_pays_once(self, ada, rich, payee, proof, balance):
        first = self.pay(ada, rich, "300.00", payee, key="k", headers=proof)
        assert first.status_code == 201
        answer = self.pay(ada, rich, "300.00", payee, headers=proof)
        assert (answer.status_code, answer.json()["code"]) == (403, "step_up_used")
        assert balance(payee) == 30_000
        # A replay is answered before any proof is looked at.
        again = self.pay(ada, rich, "300.00", payee, key="k")
        assert again.content == first.content

    def test_of_somebody_else_proves_nothing(self, ada, rich, payee, step_up, refused):
        asked = self.pay(ada, rich, "300.00", payee).json()["step_up"]
        proof = step_up(person_id=uuid.uuid4(), **asked)
        refused(self.pay(ada, rich, "300.00", payee, headers=proof), 403, "step_up_mismatch")

    def test_is_not_asked_for_what_is_refused_anyway(self, ada, payer, payee, refused):
        refused(self.pay(ada, payer, "300.00", payee), 422, "insufficient_funds", "amount")

    def test_thresholds_are_of_the_currency(self, ada, ben, teller, refused):
        payer, payee = (teller.open(who, currency="JPY") for who in (ada, ben))
        teller.pay_in(payer, ada.id, "100000")
        assert self.pay(ada, payer, "37500", payee).status_code == 201
        refused(self.pay(ada, payer, "37501", payee), 403, "step_up_required")
