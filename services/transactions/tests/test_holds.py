"""Holds, as staff and customers meet them at the API."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.ledger import commands as ledger
from kernel.ledger.models import Account, Hold, Refusal
from services.transactions.tests.conftest import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(sign_in):
    person = uuid.uuid4()
    return Caller(person, sign_in(person_id=person, roles=("operations",)))


@pytest.fixture
def place(clerk, payer):
    """Return a function that holds 10.00 of Ada's 100.00, or what is changed."""

    def send(*, by=clerk, key=None, **changes):
        body = {"account": str(payer.id), "amount": "10.00", "reason": "Hotel"} | changes
        return by.post("holds", body, key=key)

    return send


def _held(account):
    return Account.objects.get(id=account.id).held_minor


class TestPlaceHold:
    def test_is_answered_exactly_as_agreed(self, place, payer, payee):
        until = (datetime.now(UTC) + timedelta(days=2)).isoformat()
        answer = place(to_account=payee.number, expires_at=until, currency="EUR")
        assert answer.status_code == 201, answer.content
        content = answer.json()
        hold = Hold.objects.get()
        assert content == {
            "id": str(hold.id),
            "status": "active",
            "account": str(payer.id),
            "to_account": str(payee.id),
            "amount": "10.00",
            "captured": "0.00",
            "remaining": "10.00",
            "currency": "EUR",
            "reason": "Hotel",
            "created_at": content["created_at"],
            "expires_at": until.replace("+00:00", "Z"),
            "ended_at": None,
        }
        assert datetime.fromisoformat(content["created_at"]) == hold.created_at

    def test_lowers_what_the_customer_can_spend(self, place, ada, payer, payee, refused):
        place(amount="90.00")
        balance = ada.get(f"balances/{payer.id}").json()
        assert (balance["balance"], balance["available"], balance["held"]) == (
            "100.00",
            "10.00",
            "90.00",
        )
        body = {"from_account": str(payer.id), "to_account": str(payee.id), "amount": "10.01"}
        refused(ada.post("transfers", body), 422, "insufficient_funds", "amount")

    def test_of_six_of_1000_on_5000_five_stand(self, place, teller, ada, refused):
        account = teller.open(ada, "5000.00")
        for _ in range(5):
            assert place(account=str(account.id), amount="1000.00").status_code == 201
        answer = place(account=str(account.id), amount="1000.00")
        refused(answer, 422, "insufficient_funds", "amount")
        assert Refusal.objects.get().operation == "hold"

    def test_is_placed_once_for_a_key(self, place, payer, refused):
        first, again = place(key="k"), place(key="k")
        assert again.content == first.content
        assert again.headers["Idempotency-Replayed"] == "true"
        refused(place(key="k", amount="11.00"), 422, "idempotency_key_reused")
        assert _held(payer) == 1_000

    @pytest.mark.parametrize("roles", [("customer",), ("auditor",), ("compliance",)])
    def test_is_for_some_staff_only(self, place, sign_in, refused, roles):
        person = uuid.uuid4()
        other = Caller(person, sign_in(person_id=person, roles=roles))
        refused(place(by=other), 403, "permission_denied")

    def test_is_for_a_colleague_where_the_account_is_ones_own(self, place, payer, sign_in, refused):
        holder = Account.objects.get(id=payer.id).holders.get().person_id
        own = Caller(holder, sign_in(person_id=holder, roles=("operations",)))
        refused(place(by=own), 403, "tellers_own_account", "account")

    @pytest.mark.parametrize(
        ("changes", "status", "code", "fields"),
        [
            ({"account": str(uuid.uuid4())}, 404, "account_not_found", ["account"]),
            ({"to_account": "DE00"}, 404, "account_not_found", ["to_account"]),
            ({"amount": "0.00"}, 400, "amount_invalid", ["amount"]),
            ({"currency": "USD"}, 422, "currency_mismatch", ["currency"]),
            ({"reason": ""}, 400, "invalid", ["reason"]),
            ({"more": 1}, 400, "invalid", ["more"]),
            ({"expires_at": "2020-01-01T00:00:00Z"}, 400, "expiry_out_of_range", ["expires_at"]),
            ({"expires_at": "2999-01-01T00:00:00Z"}, 400, "expiry_out_of_range", ["expires_at"]),
            ({"expires_at": "2999-01-01T00:00:00"}, 400, "invalid", ["expires_at"]),
            ({"expires_at": 5}, 400, "invalid", ["expires_at"]),
        ],
    )
    def test_is_refused_with_a_reason(self, place, refused, changes, status, code, fields):
        refused(place(**changes), status, code, *fields)
        assert not Hold.objects.exists()

    def test_on_a_frozen_account_is_refused(self, place, payer, refused):
        ledger.change_status(account_id=payer.id, status="frozen")
        refused(place(), 422, "account_frozen", "account")


class TestCaptureHold:
    @pytest.fixture
    def hold(self, place, payee):
        return place(to_account=str(payee.id)).json()

    def test_pays_the_payee(self, hold, clerk, payer, payee, balance):
        content = clerk.post(f"holds/{hold['id']}/capture", {}).json()
        assert (content["status"], content["captured"], content["remaining"]) == (
            "captured",
            "10.00",
            "0.00",
        )
        assert content["transfer"]["amount"] == "10.00"
        assert content["transfer"]["note"] == "Hotel"
        # Whoever captures sees neither account's balance.
        assert content["transfer"]["balances"] == []
        assert (balance(payer), balance(payee), _held(payer)) == (9_000, 1_000, 0)

    def test_in_parts_keeps_the_rest_until_the_last(self, hold, clerk, payer, refused):
        path = f"holds/{hold['id']}/capture"
        content = clerk.post(path, {"amount": "4.00", "final": False}).json()
        assert (content["status"], content["remaining"]) == ("active", "6.00")
        refused(clerk.post(path, {"amount": "6.01"}), 422, "capture_above_hold", "amount")
        assert clerk.post(path, {"amount": "1.00"}).json()["status"] == "captured"
        assert _held(payer) == 0
        refused(clerk.post(path, {}), 409, "hold_not_active")
        shown = clerk.get(f"holds/{hold['id']}").json()
        assert (shown["captured"], len(shown["captures"])) == ("5.00", 2)

    def test_happens_once_for_a_key_and_the_key_is_of_this_hold(
        self, hold, place, clerk, payer, balance, refused
    ):
        path = f"holds/{hold['id']}/capture"
        first, again = clerk.post(path, {}, key="k"), clerk.post(path, {}, key="k")
        assert again.content == first.content
        assert balance(payer) == 9_000
        other = place().json()
        answer = clerk.post(f"holds/{other['id']}/capture", {}, key="k")
        refused(answer, 422, "idempotency_key_reused")

    def test_after_its_time_is_refused(self, hold, clerk, refused):
        Hold.objects.update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        refused(clerk.post(f"holds/{hold['id']}/capture", {}), 422, "hold_expired")
        assert clerk.get(f"holds/{hold['id']}").json()["status"] == "expired"

    def test_is_refused_to_customers_and_for_no_hold(self, hold, clerk, ada, refused):
        for action in ("capture", "void"):
            answer = ada.post(f"holds/{hold['id']}/{action}", {})
            refused(answer, 403, "permission_denied")
            answer = clerk.post(f"holds/{uuid.uuid4()}/{action}", {})
            refused(answer, 404, "hold_not_found")
            answer = clerk.post(f"holds/{hold['id']}/{action}", {"x": 1})
            refused(answer, 400, "invalid", "x")

    @pytest.mark.parametrize("final", ["true", 1, None])
    def test_final_is_true_or_false(self, hold, clerk, refused, final):
        answer = clerk.post(f"holds/{hold['id']}/capture", {"final": final})
        refused(answer, 400, "invalid", "final")


class TestVoidHold:
    def test_releases_it_once(self, place, clerk, payer, balance, refused):
        hold = place().json()
        path = f"holds/{hold['id']}/void"
        content = clerk.post(path, {}, key="k").json()
        assert (content["status"], content["remaining"]) == ("voided", "0.00")
        assert clerk.post(path, {}, key="k").json() == content
        assert (balance(payer), _held(payer)) == (10_000, 0)
        refused(clerk.post(path, {}), 409, "hold_not_active")


class TestListHolds:
    def test_shows_people_those_on_their_accounts(self, place, ada, ben, payer, payee, refused):
        first, second = place().json(), place().json()
        assert [one["id"] for one in ada.get("holds").json()["results"]] == [
            second["id"],
            first["id"],
        ]
        assert ada.get(f"holds/{first['id']}").json() == first | {"captures": []}
        assert ben.get("holds").json()["results"] == []
        refused(ben.get(f"holds/{first['id']}"), 404, "hold_not_found")
        refused(ben.get("holds", account=str(payer.id)), 404, "account_not_found", "account")

    def test_shows_staff_those_of_everybody_by_account_and_status(
        self, place, clerk, payer, payee, teller, ben
    ):
        other = teller.open(ben, "50.00")
        mine, theirs = place().json(), place(account=str(other.id)).json()
        clerk.post(f"holds/{mine['id']}/void", {})

        def found(**query):
            return [one["id"] for one in clerk.get("holds", **query).json()["results"]]

        assert found() == [theirs["id"], mine["id"]]
        assert found(account=str(payer.id)) == [mine["id"]]
        assert found(status="active") == [theirs["id"]]

    def test_is_paged(self, place, ada, refused):
        wanted = [place().json()["id"] for _ in range(3)][::-1]
        page = ada.get("holds", limit=2).json()
        found = [one["id"] for one in page["results"]]
        rest = ada.follow(page["next"]).json()
        assert found + [one["id"] for one in rest["results"]] == wanted
        assert rest["next"] is None
        refused(ada.get("holds", cursor="bm8"), 400, "cursor_invalid", "cursor")
        refused(ada.get("holds", status="gone"), 400, "invalid", "status")
