"""What a deposit or a withdrawal is on paper: channel, branch, teller, receipt number."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest

from kernel.ledger.internal import internal_id
from kernel.ledger.models import Refusal, Request, Transfer
from services.transactions.models import CashMovement

pytestmark = pytest.mark.django_db
BOTH = pytest.mark.parametrize("path", ["deposits", "withdrawals"])


@pytest.fixture
def tina(caller):
    """A teller."""
    return caller(roles=("teller",))


def at_counter(payer, **changes):
    return {
        "account": str(payer.id),
        "amount": "10.00",
        "channel": "teller",
        "branch": "001",
    } | changes


@pytest.fixture
def at_the_counter_only(settings, refused):
    settings.SELF_SERVICE_CASH = False
    return refused


class TestTeller:
    @BOTH
    def test_serves_any_account_and_writes_who_and_where(self, tina, payer, path):
        answer = tina.post(path, at_counter(payer, note="Birthday"))
        assert answer.status_code == 201, answer.content
        content = answer.json()
        today = datetime.now(UTC).date()
        assert content["receipt_number"] == f"001-{today:%Y%m%d}-0001"
        assert (content["channel"], content["branch"]) == ("teller", "001")
        # The teller tells the customer the new balance.
        assert [one["account"] for one in content["balances"]] == [str(payer.id)]
        paper = CashMovement.objects.get()
        assert str(paper.transfer_id) == content["id"]
        assert (paper.teller_id, paper.account_id) == (tina.id, payer.id)
        assert (paper.kind, paper.amount_minor) == (path.removesuffix("s"), 1_000)

    def test_numbers_count_per_branch_and_day(self, tina, payer):
        branches = ["001", "002", "001", "001"]
        numbers = [
            tina.post("deposits", at_counter(payer, branch=branch)).json()["receipt_number"]
            for branch in branches
        ]
        assert [number[:4] + number[-4:] for number in numbers] == [
            "001-0001",
            "002-0001",
            "001-0002",
            "001-0003",
        ]

    def test_a_replay_takes_no_number(self, tina, payer):
        first = tina.post("deposits", at_counter(payer), key="k")
        again = tina.post("deposits", at_counter(payer), key="k")
        assert again.content == first.content
        following = tina.post("deposits", at_counter(payer)).json()["receipt_number"]
        assert following.endswith("-0002")
        assert CashMovement.objects.count() == 2

    def test_a_refused_movement_takes_no_number(self, tina, payer, refused):
        answer = tina.post("withdrawals", at_counter(payer, amount="100.01"))
        refused(answer, 422, "insufficient_funds", "amount")
        number = tina.post("withdrawals", at_counter(payer)).json()["receipt_number"]
        assert number.endswith("-0001")

    @BOTH
    def test_serves_when_customers_may_not_serve_themselves(
        self, at_the_counter_only, tina, ada, payer, path
    ):
        refused = at_the_counter_only
        body = {"account": str(payer.id), "amount": "1.00"}
        refused(ada.post(path, body), 403, "self_service_off")
        assert tina.post(path, at_counter(payer)).status_code == 201

    @BOTH
    def test_does_not_serve_themselves(self, tina, teller, refused, path):
        own = teller.open(tina, "50.00")
        refused(tina.post(path, at_counter(own)), 403, "tellers_own_account", "account")

    @BOTH
    @pytest.mark.parametrize("role", ["customer", "agent", "auditor", "administrator"])
    def test_is_nobody_else(self, caller, payer, refused, path, role):
        somebody = caller(roles=(role,))
        refused(somebody.post(path, at_counter(payer)), 403, "permission_denied")
        # Not even whether there is such an account.
        nowhere = at_counter(payer, account=str(uuid.uuid4()))
        refused(somebody.post(path, nowhere), 403, "permission_denied")
        assert not CashMovement.objects.exists()

    def test_takes_in_what_comes_from_another_bank(self, tina, payer):
        answer = tina.post("deposits", at_counter(payer, channel="transfer_in"))
        assert answer.status_code == 201
        transfer = Transfer.objects.get(id=answer.json()["id"])
        assert transfer.debit_account_id == internal_id(purpose="clearing", currency="EUR")

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"branch": ""}, "branch"),
            ({"branch": "0 1"}, "branch"),
            ({"branch": "x" * 13}, "branch"),
            ({"channel": "post"}, "channel"),
            ({"channel": "self_service"}, "branch"),
            ({"card_number": "4242424242424242"}, "card_number"),
        ],
    )
    def test_a_mistake(self, tina, payer, refused, changes, field):
        refused(tina.post("deposits", at_counter(payer, **changes)), 400, "invalid", field)


class TestSelfService:
    def test_has_a_receipt_number_of_its_own(self, ada, payer):
        numbers = {
            ada.post("deposits", {"account": str(payer.id), "amount": "1.00"}).json()[
                "receipt_number"
            ]
            for _ in range(5)
        }
        assert len(numbers) == 5
        assert all(number.startswith("WEB-") for number in numbers)

    def test_is_for_ones_own_accounts(self, ben, payer, refused):
        body = {"account": str(payer.id), "amount": "1.00"}
        refused(ben.post("deposits", body), 404, "account_not_found", "account")


class TestCardTopUp:
    @pytest.fixture
    def top_up(self, ada, payer):
        def send(number, **changes):
            body = {
                "account": str(payer.id),
                "amount": "20.00",
                "channel": "card_top_up",
                "card_number": number,
            }
            return ada.post("deposits", body | changes)

        return send

    def test_with_a_test_card_pays_in(self, top_up, payer, balance):
        answer = top_up("4242 4242 4242 4242")
        assert answer.status_code == 201, answer.content
        assert answer.json()["channel"] == "card_top_up"
        assert balance(payer) == 12_000

    def test_with_the_declining_card_is_declined(self, top_up, refused, payer, balance):
        refused(top_up("4000000000000002"), 422, "card_declined", "card_number")
        assert balance(payer) == 10_000

    def test_takes_no_other_card(self, top_up, refused):
        refused(top_up("4111111111111111"), 400, "card_number_invalid", "card_number")
        refused(top_up("abc"), 400, "invalid", "card_number")

    def test_keeps_no_number_not_even_in_a_hash(self, ada, payer):
        """Two cards with the same last digits make the same request: nothing else was hashed."""
        body = {
            "account": str(payer.id),
            "amount": "20.00",
            "channel": "card_top_up",
            "card_number": "4242424242424242",
        }
        first = ada.post("deposits", body, key="k")
        again = ada.post("deposits", body | {"card_number": "4000000000004242"}, key="k")
        assert again.content == first.content
        stored = Request.objects.filter(actor_id=ada.id).latest("created_at")
        assert "4242424242424242" not in stored.answer
        assert not Refusal.objects.exists()
