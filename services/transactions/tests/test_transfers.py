"""Account to account, as a client asks for it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands as ledger
from kernel.ledger.internal import internal_id
from kernel.ledger.models import Refusal, Transfer

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(ada, payer, payee):
    """Return a function that asks for 25.00 from Ada to Ben, or for what is changed."""

    def send(*, key=None, by=ada, **changes):
        body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": "25.00"}
        return by.post("transfers", body | changes, key=key)

    return send


class TestTransfer:
    def test_is_answered_exactly_as_agreed(self, ada, payer, payee, ask, balance):
        content = ask(note="Rent for May", currency="EUR").json()
        assert content == {
            "id": str(Transfer.objects.get(kind="transfer").id),
            "status": "posted",
            "type": "transfer",
            "amount": "25.00",
            "currency": "EUR",
            "note": "Rent for May",
            "posted_at": content["posted_at"],
            "value_date": datetime.now(UTC).date().isoformat(),
            "from_account": {"id": str(payer.id), "number": payer.number, "title": "Ada Novak"},
            "to_account": {"id": str(payee.id), "number": payee.number, "title": "Ben Okafor"},
            "balances": [{"account": str(payer.id), "balance": "75.00", "available": "75.00"}],
        }
        assert content["posted_at"].endswith("Z")
        assert (balance(payer), balance(payee)) == (7_500, 2_500)

    def test_between_ones_own_accounts_shows_both_balances(self, ada, payer, teller, ask):
        savings = teller.open(ada, overdraft=1_000)
        content = ask(to_account=str(savings.id)).json()
        assert content["balances"] == [
            {"account": str(payer.id), "balance": "75.00", "available": "75.00"},
            {"account": str(savings.id), "balance": "25.00", "available": "35.00"},
        ]

    def test_finds_the_payee_by_id_number_or_iban_as_people_write_it(self, payee, ask, balance):
        number = payee.number
        spaced = " ".join(number[i : i + 4] for i in range(0, len(number), 4))
        for reference in (str(payee.id), number, spaced, number.lower(), f"  {number} "):
            answer = ask(to_account=reference, amount="1.00")
            assert answer.status_code == 201, answer.content
            assert answer.json()["to_account"]["id"] == str(payee.id)
        assert balance(payee) == 500

    def test_is_carried_out_once_under_one_key(self, ask, payee, balance):
        first = ask(key="k")
        again = ask(key="k")
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert balance(payee) == 2_500

    def test_is_the_same_request_whatever_the_layout(self, ada, payer, payee, ask, balance):
        ask(key="k")
        body = (
            f'{{ "amount": "25.00",\n "to_account": "{payee.id}", "from_account": "{payer.id}" }}'
        )
        answer = ada.post("transfers", body, key="k")
        assert answer.headers["Idempotency-Replayed"] == "true"
        assert balance(payee) == 2_500

    def test_is_repeated_even_when_it_would_be_refused_by_now(self, ask, payer, balance):
        first = ask(key="k", amount="100.00")
        assert first.status_code == 201
        ledger.close_account(account_id=payer.id)
        assert ask(key="k", amount="100.00").content == first.content

    def test_of_a_key_used_for_another_transfer_is_refused(self, ask, refused, balance, payee):
        ask(key="k")
        for changes in ({"amount": "25.01"}, {"note": "x"}, {"to_account": str(uuid.uuid4())}):
            refused(ask(key="k", **changes), 422, "idempotency_key_reused")
        assert balance(payee) == 2_500

    def test_of_another_person_under_the_same_key_is_another_intent(
        self, ask, ben, payee, payer, balance
    ):
        ask(key="k")
        answer = ask(
            key="k",
            by=ben,
            from_account=str(payee.id),
            to_account=str(payer.id),
            amount="5.00",
        )
        assert answer.status_code == 201
        assert "Idempotency-Replayed" not in answer.headers
        assert balance(payee) == 2_000


class TestRefusals:
    """Each in the order in which it is checked; nothing moves."""

    @pytest.fixture(autouse=True)
    def _nothing_moves(self, payer, payee, balance):
        yield
        assert (balance(payer), balance(payee)) == (10_000, 0)
        assert not Transfer.objects.filter(kind="transfer").exists()

    def test_no_key(self, ask, refused):
        refused(ask(key=""), 400, "idempotency_key_missing")

    def test_nobody(self, ask, ada, refused):
        ada.headers = {}
        refused(ask(), 401, "not_authenticated")

    def test_a_payer_that_is_somebody_elses_or_not_there(self, ask, ben, refused):
        refused(ask(by=ben), 404, "account_not_found", "from_account")
        answer = ask(from_account=str(uuid.uuid4()))
        refused(answer, 404, "account_not_found", "from_account")

    def test_a_payer_that_one_may_only_look_at(self, ask, ada, ben, teller, refused):
        seen = teller.open(ada, holders={ben.id: "view"})
        answer = ask(by=ben, from_account=str(seen.id))
        refused(answer, 403, "access_not_enough", "from_account")

    @pytest.mark.parametrize("spent", [True, False])
    def test_a_payee_that_is_not_there(self, ask, refused, spent):
        for reference in (str(uuid.uuid4()), "DE00", "nobody", "INTERNAL-CASH-EUR"):
            answer = ask(to_account=reference, amount="999.00" if spent else "1.00")
            refused(answer, 404, "account_not_found", "to_account")

    def test_a_payee_that_is_the_bank_itself(self, ask, refused):
        cash = internal_id(purpose="cash", currency="EUR")
        refused(ask(to_account=str(cash)), 404, "account_not_found", "to_account")

    def test_a_payer_that_is_the_bank_itself(self, ask, refused):
        cash = internal_id(purpose="cash", currency="EUR")
        refused(ask(from_account=str(cash)), 404, "account_not_found", "from_account")

    @pytest.mark.parametrize(
        "amount",
        ["-5", "0", "1e3", "NaN", "٣.٠٠", "5_000", "0.001", "99999999999999999999", 25, 25.0, [],
         {}],
    )  # fmt: skip
    def test_no_amount(self, ask, refused, amount):
        refused(ask(amount=amount), 400, "amount_invalid", "amount")

    def test_another_currency(self, ask, refused):
        refused(ask(currency="USD"), 422, "currency_mismatch", "currency")

    def test_a_payee_in_another_currency(self, ask, ben, teller, refused):
        yen = teller.open(ben, currency="JPY")
        refused(ask(to_account=str(yen.id)), 422, "currency_mismatch", "currency")

    def test_more_than_one_movement_may_carry(self, ask, refused, settings):
        settings.MOVEMENT_LIMIT_UNITS = 20
        refused(ask(amount="20.01"), 422, "amount_above_limit", "amount")

    def test_the_same_account(self, ask, payer, refused):
        for reference in (str(payer.id), payer.number):
            refused(ask(to_account=reference), 422, "same_account", "to_account")

    @pytest.mark.parametrize(
        ("status", "code"), [("frozen", "account_frozen"), ("credits_only", "credits_only")]
    )
    def test_a_payer_in_no_state_to_pay(self, ask, payer, refused, status, code):
        ledger.change_status(account_id=payer.id, status=status)
        refused(ask(), 422, code, "from_account")

    def test_a_closed_payer(self, ask, ada, teller, refused):
        closed = teller.open(ada)
        ledger.close_account(account_id=closed.id)
        answer = ask(from_account=str(closed.id))
        refused(answer, 422, "account_closed", "from_account")

    def test_a_frozen_payee(self, ask, payee, refused):
        ledger.change_status(account_id=payee.id, status="frozen")
        refused(ask(), 422, "account_frozen", "to_account")

    def test_a_closed_payee(self, ask, payee, refused):
        ledger.close_account(account_id=payee.id)
        refused(ask(), 422, "account_closed", "to_account")

    def test_a_value_date_ahead_or_too_far_back(self, ask, refused, settings):
        settings.BACK_DATING_DAYS = 2
        today = datetime.now(UTC).date()
        for days, code in ((1, "value_date_in_future"), (-3, "value_date_too_old")):
            day = (today + timedelta(days=days)).isoformat()
            refused(ask(value_date=day, amount="999.00"), 422, code, "value_date")

    def test_too_little_money(self, ask, refused):
        problem = refused(ask(amount="100.01"), 422, "insufficient_funds", "amount")
        assert problem["detail"] == "100.00 EUR can be spent from this account."
        assert Refusal.objects.get().code == "insufficient_funds"

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"to_account": 5}, "to_account"),
            ({"to_account": ""}, "to_account"),
            ({"to_account": "x" * 65}, "to_account"),
            ({"to_account": "DE\u0000"}, "to_account"),
            ({"from_account": "DE00"}, "from_account"),
            ({"from_account": 5}, "from_account"),
            ({"note": "\ud83d"}, None),
            ({"reference": "x"}, "reference"),
        ],
    )
    def test_a_mistake(self, ask, refused, changes, field):
        code = "malformed_request" if field is None else "invalid"
        refused(ask(**changes), 400, code, *([field] if field else []))


class TestGetTransfer:
    def test_shows_what_was_posted_to_both_sides(self, ask, ada, ben, payer, payee):
        posted = ask(note="tea").json()
        for person in (ada, ben):
            answer = person.get(f"transfers/{posted['id']}")
            assert answer.status_code == 200
            assert answer.json() == posted | {"balances": []}

    def test_is_not_found_for_anybody_else(self, ask, ada, caller, refused):
        posted = ask().json()
        refused(caller().get(f"transfers/{posted['id']}"), 404, "transfer_not_found")
        refused(ada.get(f"transfers/{uuid.uuid4()}"), 404, "transfer_not_found")
        refused(ada.get("transfers/5"), 404, "not_found")

    def test_shows_cash_with_the_banks_side(self, ada, payer):
        body = {"account": str(payer.id), "amount": "1.00"}
        posted = ada.post("withdrawals", body).json()
        found = ada.get(f"transfers/{posted['id']}").json()
        assert found["type"] == "withdrawal"
        assert found["from_account"]["id"] == str(payer.id)
        assert found["to_account"]["title"] == "Cash desk"
