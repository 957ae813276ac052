"""Reversals at the API: by staff, above an amount by two of them."""

from __future__ import annotations

import uuid

import pytest

from kernel.audit.models import Edit
from kernel.ledger.models import Transfer
from services.transactions.models import LimitUse
from services.transactions.tests.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(sign_in):
    def make(role="supervisor", person_id=None):
        person_id = person_id or uuid.uuid4()
        return Caller(person_id, sign_in(person_id=person_id, roles=(role,)))

    return make


@pytest.fixture
def maker(staff):
    return staff()


@pytest.fixture
def paid(ada, payer, payee):
    body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": "25.00"}
    return ada.post("transfers", body).json()


@pytest.fixture
def undo(maker, paid):
    def send(*, by=maker, transfer_id=None, key=None, **changes):
        body = {"reason": "Paid twice"} | changes
        return by.post(f"transfers/{transfer_id or paid['id']}/reversal", body, key=key)

    return send


class TestReverseTransfer:
    def test_gives_the_money_back_and_shows_on_both_sides(
        self, undo, paid, ada, ben, payer, payee, balance
    ):
        answer = undo()
        assert answer.status_code == 201, answer.content
        content = answer.json()
        assert (content["type"], content["amount"], content["reverses"]) == (
            "reversal",
            "25.00",
            paid["id"],
        )
        assert content["from_account"]["id"] == str(payee.id)
        assert content["fees"] == []
        assert (balance(payer), balance(payee)) == (10_000, 0)
        original = ada.get(f"transfers/{paid['id']}").json()
        assert (original["status"], original["reversed_by"]) == ("reversed", content["id"])
        for person in (ada, ben):
            newest, older, *_ = person.get("transactions").json()["results"]
            assert (newest["type"], newest["status"], newest["reverses"]) == (
                "reversal",
                "posted",
                paid["id"],
            )
            assert (older["status"], older["reversed_by"]) == ("reversed", content["id"])

    def test_happens_once(self, undo, payer, balance, refused):
        first, again = undo(key="k"), undo(key="k")
        assert again.content == first.content
        refused(undo(), 409, "transfer_reversed")
        refused(undo(transfer_id=first.json()["id"]), 422, "reversal_not_reversible")
        assert balance(payer) == 10_000

    def test_is_written_down_with_its_reason(self, undo, paid, maker):
        undo()
        edit = Edit.objects.get(subject_type="transfer")
        assert (str(edit.subject_id), edit.actor_id, edit.reason) == (
            paid["id"],
            maker.id,
            "Paid twice",
        )

    def test_gives_the_limit_back_on_the_same_day(self, undo, ada):
        assert LimitUse.objects.get(person_id=ada.id).day_minor == 2_500
        undo()
        assert LimitUse.objects.get(person_id=ada.id).day_minor == 0

    def test_is_refused_when_the_money_is_gone(self, undo, ben, payee, payer, balance, refused):
        body = {"from_account": str(payee.id), "to_account": str(payer.id), "amount": "1.00"}
        ben.post("transfers", body)
        refused(undo(), 422, "payee_funds_missing")
        assert balance(payee) == 2_400

    @pytest.mark.parametrize("role", ["customer", "teller", "auditor", "administrator"])
    def test_is_for_some_staff_only(self, undo, staff, refused, role):
        refused(undo(by=staff(role)), 403, "permission_denied")

    def test_is_for_a_colleague_where_the_account_is_ones_own(self, undo, staff, ada, refused):
        refused(undo(by=staff(person_id=ada.id)), 403, "tellers_own_account")

    def test_of_no_transfer_is_not_found(self, undo, refused):
        refused(undo(transfer_id=uuid.uuid4()), 404, "transfer_not_found")

    @pytest.mark.parametrize(
        "change",
        [{"reason": ""}, {"reason": None}, {"with_fees": "no"}, {"dated": "2020-01-01"}, {"x": 1}],
    )
    def test_is_read_strictly(self, undo, refused, change):
        refused(undo(**change), 400, "invalid", *change)


class TestFourEyes:
    @pytest.fixture(autouse=True)
    def low(self, settings):
        settings.REVERSAL_ALONE_UP_TO = "24"

    def test_above_the_amount_a_second_person_approves(
        self, undo, staff, maker, paid, payer, balance, refused
    ):
        answer = undo()
        assert answer.status_code == 202, answer.content
        waiting = answer.json()
        assert waiting["status"] == "waiting_for_approval"
        approval = waiting["approval"]
        assert approval["title"].startswith("Reverse 25.00 EUR from ")
        assert undo().json()["approval"]["id"] == approval["id"]
        assert balance(payer) == 7_500
        path = f"approvals/transactions/{approval['id']}/approve"
        refused(maker.post(path, {}), 403, "own_request")
        decided = staff("compliance").post(path, {})
        assert decided.status_code == 200, decided.content
        reversal = Transfer.objects.get(reverses_id=paid["id"])
        assert decided.json()["result"] == {"transfer": paid["id"], "reversal": str(reversal.id)}
        assert balance(payer) == 10_000
        refused(undo(), 409, "transfer_reversed")

    def test_a_holder_of_the_account_cannot_approve(self, undo, staff, ben, payer, balance):
        approval = undo().json()["approval"]
        answer = staff(person_id=ben.id).post(
            f"approvals/transactions/{approval['id']}/approve", {}
        )
        assert answer.json()["status"] == "failed"
        assert answer.json()["failure"]["code"] == "tellers_own_account"
        assert balance(payer) == 7_500

    def test_what_cannot_be_carried_out_fails_and_says_why(self, undo, staff, ben, payee, payer):
        approval = undo().json()["approval"]
        body = {"from_account": str(payee.id), "to_account": str(payer.id), "amount": "1.00"}
        ben.post("transfers", body)
        answer = staff().post(f"approvals/transactions/{approval['id']}/approve", {})
        assert answer.json()["failure"]["code"] == "payee_funds_missing"

    def test_up_to_the_amount_nobody_else_is_asked(self, undo, settings):
        settings.REVERSAL_ALONE_UP_TO = "25"
        assert undo().status_code == 201
