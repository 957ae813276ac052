"""Closing with a sweep, the archive, and restoring."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps
from django.db import connection

from kernel.ledger import commands as ledger
from services.accounts.models import Account, ClosedAccount, Customer

pytestmark = pytest.mark.django_db
CLOSE = {"reason": "inactive", "comment": "nobody came"}
WHY = {"reason": "closed by mistake"}


@pytest.fixture
def agent(caller):
    return caller("agent")


@pytest.fixture
def pair(open_account, pay_in):
    """Two accounts of Ada's; the first has 12.50 on it."""
    first, second = open_account().json(), open_account(nickname="Other").json()
    pay_in(first["id"], "12.50")
    return first, second


@pytest.fixture
def of_ben(ben, open_account):
    ben.register(given_name="Ben")
    return open_account(by=ben).json()


def balance(account):
    return apps.get_model("ledger", "Account").objects.get(id=account["id"]).balance_minor


def is_sound():
    return [
        name for name, found in ledger.check_ledger(now=datetime.now(UTC)).items() if found
    ] == []


def swept(ada, pair, confirmed):
    first, second = pair
    return confirmed(
        ada,
        f"accounts/{first['id']}/close",
        {"sweep_to": second["number"]},
        operation="close_account",
        account=first["number"],
        sweep_to=second["number"],
    )


class TestSweep:
    def test_pays_out_and_closes_in_one_transaction_with_a_fresh_factor(
        self, ada, pair, confirmed, refused
    ):
        first, second = pair
        path = f"accounts/{first['id']}/close"
        problem = refused(ada.post(path, {"sweep_to": second["id"]}), 403, "step_up_required")
        facts = {"account": first["number"], "sweep_to": second["number"]}
        assert problem["step_up"] == {"operation": "close_account", "facts": facts}
        assert (balance(first), balance(second)) == (1250, 0)
        answer = swept(ada, pair, confirmed)
        assert (answer.status_code, answer.json()["status"]) == (200, "closed")
        assert (balance(first), balance(second)) == (0, 1250)
        closing = ClosedAccount.objects.get()
        assert (closing.balance_minor, closing.swept_to) == (1250, second["number"])
        transfer = apps.get_model("ledger", "Transfer").objects.get(id=closing.sweep_transfer_id)
        assert (transfer.kind, transfer.amount_minor, transfer.actor_id) == (
            "transfer",
            1250,
            ada.id,
        )

    def test_needs_no_factor_where_the_bank_says_so_or_nothing_is_left(
        self, ada, pair, open_account, settings
    ):
        first, second = pair
        empty = open_account().json()
        answer = ada.post(f"accounts/{empty['id']}/close", {"sweep_to": second["id"]})
        assert answer.json()["status"] == "closed"
        settings.CLOSING_NEEDS_STEP_UP = False
        answer = ada.post(f"accounts/{first['id']}/close", {"sweep_to": second["id"]})
        assert answer.json()["status"] == "closed"

    def test_goes_to_an_account_of_ones_own_in_the_same_currency(
        self, ada, pair, open_account, catalogue, of_ben, refused
    ):
        path = f"accounts/{pair[0]['id']}/close"
        for target in (of_ben["id"], of_ben["number"], pair[0]["id"], "nowhere"):
            answer = ada.post(path, {"sweep_to": target})
            refused(answer, 404, "account_not_found", "sweep_to")
        yen = open_account(account_type=str(catalogue.product("yen", currency="JPY").id)).json()
        refused(ada.post(path, {"sweep_to": yen["id"]}), 422, "currency_mismatch", "currency")
        assert balance(pair[0]) == 1250

    @pytest.mark.parametrize(
        ("changes", "code", "said"),
        [
            ({"held_minor": 500}, "account_not_empty", "5.00 EUR of the account is reserved"),
            ({"balance_minor": -700}, "account_not_empty", "-7.00 EUR"),
        ],
    )
    def test_does_not_happen_with_reservations_or_a_debt(
        self, ada, pair, refused, changes, code, said
    ):
        first, second = pair
        apps.get_model("ledger", "Account").objects.filter(id=first["id"]).update(**changes)
        answer = ada.post(f"accounts/{first['id']}/close", {"sweep_to": second["id"]})
        assert said in refused(answer, 422, code)["detail"]
        assert Account.objects.get(id=first["id"]).status == "open"

    def test_names_every_service_that_needs_the_account_and_asks_for_no_factor(
        self, ada, pair, refused
    ):
        first, second = pair
        for service, reason in (("transactions", "a standing order"), ("interest", "unpaid")):
            ledger.block_closing(
                account_id=uuid.UUID(first["id"]),
                service=service,
                reason=reason,
                now=datetime.now(UTC),
            )
        answer = ada.post(f"accounts/{first['id']}/close", {"sweep_to": second["id"]})
        assert refused(answer, 422, "account_blocked")["blocks"] == [
            {"service": "transactions", "reason": "a standing order"},
            {"service": "interest", "reason": "unpaid"},
        ]
        assert (balance(first), balance(second)) == (1250, 0)

    def test_of_what_the_bank_froze_is_refused_to_the_owner(self, ada, agent, pair, refused):
        first, second = pair
        agent.post(f"accounts/{first['id']}/freeze", {"scope": "debits", "reason": "court order"})
        for body in ({}, {"sweep_to": second["id"]}):
            refused(ada.post(f"accounts/{first['id']}/close", body), 422, "account_frozen")


class TestByStaff:
    def test_of_an_empty_account_happens_at_once_with_a_reason(self, agent, open_account, refused):
        path = f"accounts/{open_account().json()['id']}/close"
        refused(agent.post(path, {}), 400, "reason_missing", "reason")
        assert agent.post(path, CLOSE).json()["status"] == "closed"
        refused(agent.post(path, CLOSE), 422, "account_closed")

    def test_with_money_needs_a_second_person(self, agent, pair, approve, refused):
        first, second = pair
        path = f"accounts/{first['id']}/close"
        refused(agent.post(path, CLOSE), 422, "account_not_empty")
        waiting = agent.post(path, CLOSE | {"sweep_to": second["number"]})
        shown = waiting.json()["approval"]
        assert shown["before"] == {"status": "open", "balance": "12.50 EUR"}
        assert shown["after"]["paid to"] == second["number"]
        assert (balance(first), Account.objects.get(id=first["id"]).status) == (1250, "open")
        assert approve(waiting)["status"] == "approved"
        closing = ClosedAccount.objects.get()
        assert (balance(second), closing.closed_by) == (1250, agent.id)
        assert closing.approved_by is not None

    def test_that_was_asked_for_fails_when_money_came_in_since(
        self, agent, pair, caller, pay_in, refused
    ):
        first, second = pair
        body = CLOSE | {"sweep_to": second["number"]}
        waiting = agent.post(f"accounts/{first['id']}/close", body).json()["approval"]["id"]
        pay_in(first["id"], "1.00")
        answer = caller("supervisor").post(f"approvals/accounts/{waiting}/approve")
        refused(answer, 409, "approval_stale")
        assert balance(first) == 1350

    def test_that_cannot_be_is_refused_before_a_second_person_is_asked(self, agent, pair, refused):
        first, second = pair
        ledger.block_closing(
            account_id=uuid.UUID(first["id"]), service="x", reason="y", now=datetime.now(UTC)
        )
        answer = agent.post(f"accounts/{first['id']}/close", CLOSE | {"sweep_to": second["id"]})
        refused(answer, 422, "account_blocked")
        assert (balance(first), balance(second)) == (1250, 0)
        assert not apps.get_model("approvals", "Request").objects.exists()


class TestArchive:
    def test_keeps_all_but_the_names(self, ada, ben, agent, pair, confirmed):
        first, _ = pair
        ada.patch(f"accounts/{first['id']}", {"nickname": "Secret project"})
        agent.post(f"accounts/{first['id']}/freeze", {"scope": "debits", "reason": "a look"})
        agent.post(f"accounts/{first['id']}/unfreeze", {"reason": "fine"})
        swept(ada, pair, confirmed)
        (closing,) = agent.get("closed-accounts").json()["results"]
        assert closing["balance"] == "12.50"
        assert closing["last_posted_at"] is not None
        assert closing["snapshot"]["holders"] == [{"person": str(ada.id), "access": "owner"}]
        assert closing["snapshot"]["product"]["overdraft_limit"] == "500.00"
        assert closing["snapshot"]["account"]["number"] == first["number"]
        assert [one["by"] for one in closing["snapshot"]["freezes"]] == ["bank"]
        assert not {"Novak", "Secret"} & set(str(closing).replace("'", " ").split())
        mine = ada.get("closed-accounts").json()["results"]
        assert [(one["number"], one["snapshot"]["freezes"]) for one in mine] == [
            (first["number"], [])
        ]
        assert ben.get("closed-accounts").json()["results"] == []

    def test_is_searched_by_number_customer_days_and_reason(
        self, ada, agent, open_account, refused
    ):
        numbers = []
        for reason in ("customer_request", "duplicate", "duplicate"):
            account = open_account().json()
            agent.post(f"accounts/{account['id']}/close", {"reason": reason})
            numbers.insert(0, account["number"])
        today = datetime.now(UTC).date()

        def found(query):
            path, seen = f"closed-accounts?limit=1&{query}", []
            while path:
                page = agent.get(path.removeprefix("/api/v1/")).json()
                seen += [one["number"] for one in page["results"]]
                path = page["next"]
            return seen

        assert found("") == found(f"customer={ada.id}") == numbers
        assert found("reason=duplicate") == numbers[:2]
        spaced = "%20".join(numbers[1][i : i + 4] for i in range(0, 22, 4))
        assert found(f"number={spaced}") == [numbers[1]]
        assert found(f"closed_from={today}&closed_to={today}") == numbers
        assert found(f"closed_to={today - timedelta(days=1)}") == []
        assert found(f"closed_from={today + timedelta(days=1)}") == []
        refused(ada.get(f"closed-accounts?customer={ada.id}"), 403, "permission_denied")
        refused(agent.get("closed-accounts?cursor=xx"), 400, "cursor_invalid", "cursor")

    def test_of_somebody_else_is_not_found(self, ada, ben, agent, open_account, refused):
        agent.post(f"accounts/{open_account().json()['id']}/close", CLOSE)
        closing = ClosedAccount.objects.get()
        path = f"closed-accounts/{closing.id}"
        assert (ada.get(path).json()["comment"], ada.get(path).json()["closed_by"]) == ("", None)
        assert agent.get(path).json()["comment"] == CLOSE["comment"]
        refused(ben.get(path), 404, "closed_account_not_found")
        refused(ada.get(f"closed-accounts/{uuid.uuid4()}"), 404, "closed_account_not_found")


class TestRestore:
    @pytest.fixture
    def closing(self, ada, pair, confirmed):
        swept(ada, pair, confirmed)
        return ClosedAccount.objects.get()

    def test_opens_it_again_by_a_second_person_and_keeps_the_archive(
        self, ada, agent, closing, approve, pay_in, pair, confirmed, refused
    ):
        path = f"closed-accounts/{closing.id}"
        done = approve(agent.post(f"{path}/restore", WHY))
        assert (done["status"], done["result"]) == (
            "approved",
            {"account": str(closing.account_id)},
        )
        found = ada.get(f"accounts/{closing.account_id}").json()
        assert (found["status"], found["closed_at"], found["balance"]) == ("open", None, "0.00")
        assert agent.get(path).json()["restored_at"] is not None
        refused(agent.post(f"{path}/restore", WHY), 409, "account_restored")
        # It lives: it takes money, and can be closed once more.
        pay_in(closing.account_id, "3.00")
        assert swept(ada, pair, confirmed).json()["status"] == "closed"
        assert ClosedAccount.objects.count() == 2
        if connection.vendor == "mysql":
            assert is_sound()

    def test_is_refused_after_the_time(self, agent, closing, refused, settings):
        settings.RESTORE_WITHIN_DAYS = 0
        answer = agent.post(f"closed-accounts/{closing.id}/restore", WHY)
        refused(answer, 422, "restore_too_late")

    def test_is_for_customers_who_are_active(self, ada, agent, closing, refused):
        Customer.objects.filter(id=ada.id).update(status="closed")
        answer = agent.post(f"closed-accounts/{closing.id}/restore", WHY)
        refused(answer, 422, "customer_not_active")

    def test_is_not_asked_or_approved_by_who_holds_it(self, ada, agent, caller, closing, refused):
        path = f"closed-accounts/{closing.id}/restore"
        refused(caller("agent", person_id=ada.id).post(path, WHY), 403, "own_account")
        waiting = agent.post(path, WHY).json()["approval"]["id"]
        also_staff = caller("supervisor", person_id=ada.id)
        decided = also_staff.post(f"approvals/accounts/{waiting}/approve").json()
        assert (decided["status"], decided["failure"]["code"]) == ("failed", "own_account")

    def test_keeps_a_freeze_that_stood(self, agent, caller, open_account, approve):
        account = open_account().json()
        agent.post(f"accounts/{account['id']}/freeze", {"scope": "debits", "reason": "a look"})
        assert agent.post(f"accounts/{account['id']}/close", CLOSE).json()["status"] == "closed"
        approve(agent.post(f"closed-accounts/{ClosedAccount.objects.get().id}/restore", WHY))
        assert agent.get(f"accounts/{account['id']}").json()["status"] == "credits_only"
