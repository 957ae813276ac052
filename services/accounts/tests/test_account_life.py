"""Applications, small changes, freezes, dormancy, holders, the overdraft and the edit log."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from kernel.audit.models import Edit
from kernel.outbox.models import Event
from services.accounts import commands
from services.accounts.commands.dormancy import months_before
from services.accounts.models import Account, Customer, HolderInvitation

pytestmark = pytest.mark.django_db
WHY = {"reason": "for the test"}


@pytest.fixture
def account(open_account):
    return open_account().json()


@pytest.fixture
def agent(caller):
    return caller("agent")


def ledger_status(account):
    return apps.get_model("ledger", "Account").objects.get(id=account["id"]).status


def hold(person, account, access):
    apps.get_model("ledger", "Holder").objects.create(
        person_id=person.id, account_id=account["id"], access=access
    )


class TestApply:
    @pytest.fixture
    def asked(self, open_account, catalogue):
        depot = catalogue.product("depot", needs_approval=True)
        return open_account(account_type=str(depot.id), nickname="Later").json()

    def test_for_a_product_that_the_bank_looks_at_opens_nothing_yet(self, ada, asked, refused):
        assert (asked["status"], asked["number"]) == ("applied", "")
        assert ada.get("accounts").json()["results"] == [asked]
        assert ada.get(f"accounts/{asked['id']}").json() == asked
        assert not Account.objects.exists()
        refused(ada.post(f"accounts/{asked['id']}/close"), 404, "account_not_found")

    def test_is_approved_by_staff_and_opens_under_the_same_id(self, ada, asked, caller, refused):
        path = f"accounts/{asked['id']}/approve"
        opened = caller("supervisor").post(path)
        assert (opened.status_code, opened.json()["status"]) == (200, "open")
        mine = ada.get("accounts").json()["results"]
        assert [(one["id"], one["nickname"], one["access"]) for one in mine] == [
            (asked["id"], "Later", "owner")
        ]
        refused(caller("supervisor").post(path), 409, "application_decided")

    def test_is_rejected_with_a_reason_that_the_list_of_staff_finds(self, asked, caller, refused):
        supervisor = caller("supervisor")
        waiting = supervisor.get("accounts?status=applied").json()["results"]
        assert [one["id"] for one in waiting] == [asked["id"]]
        path = f"accounts/{asked['id']}"
        refused(supervisor.post(f"{path}/reject", {}), 400, "invalid", "reason")
        assert supervisor.post(f"{path}/reject", WHY).json()["status"] == "rejected"
        (edit, _) = caller("auditor").get(f"{path}/edits").json()["results"]
        assert (edit["action"], edit["reason"]) == ("account.reject", WHY["reason"])
        assert supervisor.get("accounts?status=applied").json()["results"] == []
        refused(supervisor.post(f"{path}/approve"), 409, "application_decided")

    def test_is_not_decided_by_its_customer_or_by_who_applied(
        self, ada, asked, caller, catalogue, refused
    ):
        also_staff = caller("supervisor", person_id=ada.id)
        refused(also_staff.post(f"accounts/{asked['id']}/approve"), 403, "own_account")
        clerk = caller("supervisor")
        body = {"account_type": asked["account_type"]["id"], "customer": str(ada.id)}
        second = clerk.post("accounts", body).json()
        refused(clerk.post(f"accounts/{second['id']}/approve"), 403, "own_application")

    def test_of_nobody_is_not_found(self, caller, refused):
        answer = caller("supervisor").post(f"accounts/{uuid.uuid4()}/approve")
        refused(answer, 404, "account_not_found")


class TestOpenByStaff:
    def test_is_for_the_customer_they_name(self, ada, agent, catalogue, open_account, refused):
        body = {"account_type": str(catalogue.everyday.id), "customer": str(ada.id)}
        opened = agent.post("accounts", body)
        assert (opened.status_code, opened.json()["title"]) == (201, "Ada Novak")
        assert ada.get("accounts").json()["results"][0]["id"] == opened.json()["id"]
        assert agent.get("accounts").json()["results"] == []
        refused(
            agent.post("accounts", body | {"customer": str(uuid.uuid4())}),
            404,
            "customer_not_found",
        )

    def test_is_for_staff_alone_and_never_for_oneself(
        self, ada, caller, catalogue, open_account, refused
    ):
        body = {"account_type": str(catalogue.everyday.id), "customer": str(ada.id)}
        refused(ada.post("accounts", body), 403, "permission_denied")
        also_staff = caller("agent", person_id=ada.id)
        refused(also_staff.post("accounts", body), 403, "own_account", "customer")


class TestChange:
    def test_the_nickname_and_the_statements(self, ada, account):
        body = {"nickname": "Rent", "statement_frequency": "yearly"}
        changed = ada.patch(f"accounts/{account['id']}", body)
        assert (changed.status_code, changed.json()) == (200, account | body)
        edits = ada.get(f"accounts/{account['id']}/edits").json()["results"]
        assert [one["action"] for one in edits] == ["account.update", "account.open"]
        assert edits[0]["changes"] == [
            {"field": "nickname", "before": "", "after": "Rent", "hidden": False},
            {
                "field": "statement_frequency",
                "before": "monthly",
                "after": "yearly",
                "hidden": False,
            },
        ]

    def test_to_what_it_is_writes_nothing_down(self, ada, account):
        ada.patch(f"accounts/{account['id']}", {"statement_frequency": "monthly"})
        assert len(ada.get(f"accounts/{account['id']}/edits").json()["results"]) == 1

    def test_is_for_holders_who_may_do_more_than_look(self, ada, ben, account, refused):
        path = f"accounts/{account['id']}"
        refused(ben.patch(path, {"nickname": "x"}), 404, "account_not_found")
        hold(ben, account, "view")
        refused(ben.patch(path, {"nickname": "x"}), 403, "access_not_enough")
        refused(
            ada.patch(path, {"statement_frequency": "daily"}), 400, "invalid", "statement_frequency"
        )


class TestFreeze:
    def test_by_the_bank_stops_all_and_its_reason_is_not_told(self, ada, agent, account):
        path = f"accounts/{account['id']}"
        frozen = agent.post(f"{path}/freeze", {"scope": "all"} | WHY).json()
        assert frozen["status"] == ledger_status(account) == "frozen"
        assert [(one["by"], one["scope"], one["reason"]) for one in frozen["freezes"]] == [
            ("bank", "all", WHY["reason"])
        ]
        assert [one["reason"] for one in ada.get(path).json()["freezes"]] == [""]
        lifted = agent.post(f"{path}/unfreeze", WHY).json()
        assert (lifted["status"], lifted["freezes"]) == ("open", [])

    def test_of_both_sides_holds_strictly_and_lifting_one_keeps_the_other(
        self, ada, agent, account, refused
    ):
        path = f"accounts/{account['id']}"
        assert (
            ada.post(f"{path}/freeze", {"scope": "debits"} | WHY).json()["status"] == "credits_only"
        )
        assert agent.post(f"{path}/freeze", {"scope": "all"} | WHY).json()["status"] == "frozen"
        assert ada.post(f"{path}/unfreeze", WHY).json()["status"] == "frozen"
        refused(ada.post(f"{path}/unfreeze", WHY), 403, "bank_only")
        assert ada.post(f"{path}/freeze", {"scope": "debits"} | WHY).json()["status"] == "frozen"
        assert agent.post(f"{path}/unfreeze", WHY).json()["status"] == "credits_only"
        assert ledger_status(account) == Account.objects.get().status == "credits_only"
        assert ada.post(f"{path}/unfreeze", WHY).json()["status"] == "open"
        refused(ada.post(f"{path}/unfreeze", WHY), 404, "freeze_not_found")

    def test_one_of_several_is_lifted_by_its_id(self, agent, account, refused):
        path = f"accounts/{account['id']}"
        agent.post(f"{path}/freeze", {"scope": "debits"} | WHY)
        both = agent.post(f"{path}/freeze", {"scope": "all"} | WHY).json()["freezes"]
        lifted = agent.post(f"{path}/unfreeze", {"freeze": both[1]["id"]} | WHY).json()
        assert (lifted["status"], lifted["freezes"]) == ("credits_only", both[:1])
        again = agent.post(f"{path}/unfreeze", {"freeze": both[1]["id"]} | WHY)
        refused(again, 404, "freeze_not_found")

    def test_by_a_holder_stops_debits_only_and_once(self, ada, ben, caller, account, refused):
        path = f"accounts/{account['id']}/freeze"
        refused(ada.post(path, {"scope": "all"} | WHY), 403, "bank_only", "scope")
        # Staff who hold it act as holders.
        also_staff = caller("agent", person_id=ada.id)
        refused(also_staff.post(path, {"scope": "all"} | WHY), 403, "bank_only", "scope")
        hold(ben, account, "view")
        refused(ben.post(path, {"scope": "debits"} | WHY), 403, "access_not_enough")
        assert ada.post(path, {"scope": "debits"} | WHY).status_code == 200
        refused(ada.post(path, {"scope": "debits"} | WHY), 409, "status_unchanged")

    def test_of_another_holder_is_lifted_by_an_owner(self, ada, ben, account, refused):
        hold(ben, account, "joint")
        path = f"accounts/{account['id']}"
        ada.post(f"{path}/freeze", {"scope": "debits"} | WHY)
        refused(ben.post(f"{path}/unfreeze", WHY), 403, "access_not_enough")
        ada.post(f"{path}/unfreeze", WHY)
        ben.post(f"{path}/freeze", {"scope": "debits"} | WHY)
        assert ada.post(f"{path}/unfreeze", WHY).json()["status"] == "open"

    def test_of_a_closed_account_or_without_a_reason_is_refused(self, ada, agent, account, refused):
        path = f"accounts/{account['id']}"
        refused(agent.post(f"{path}/freeze", {"scope": "all"}), 400, "invalid", "reason")
        ada.post(f"{path}/close")
        refused(agent.post(f"{path}/freeze", {"scope": "all"} | WHY), 422, "account_closed")


class TestDormancy:
    LATER = timedelta(days=400)

    def test_comes_when_no_customer_has_used_it_and_the_holders_are_told(self, ada, account):
        now = datetime.now(UTC) + self.LATER
        assert commands.mark_dormant_accounts(now=now) == 1
        found = ada.get(f"accounts/{account['id']}").json()
        assert (found["status"], found["dormant_at"] is None) == ("credits_only", False)
        event = apps.get_model("outbox", "Event").objects.get(name="account.dormant")
        assert event.payload == {"account_id": account["id"], "person_id": str(ada.id)}
        assert commands.mark_dormant_accounts(now=now) == 0

    def test_spares_what_was_used_lately_what_rests_by_agreement_and_what_is_new(
        self, ada, account, open_account, catalogue, pay_in
    ):
        rests = catalogue.product("rests", kind="fixed_deposit", term_months=24)
        open_account(account_type=str(rests.id))
        assert commands.mark_dormant_accounts(now=datetime.now(UTC)) == 0
        pay_in(account["id"], "5.00")
        assert commands.mark_dormant_accounts(now=datetime.now(UTC) + timedelta(days=360)) == 0
        assert commands.mark_dormant_accounts(now=datetime.now(UTC) + self.LATER) == 1

    def test_still_takes_money_in_and_ends_with_the_owners_fresh_factor(
        self, ada, ben, account, pay_in, confirmed, refused
    ):
        now = datetime.now(UTC) + self.LATER
        commands.mark_dormant_accounts(now=now)
        pay_in(account["id"], "5.00")
        path = f"accounts/{account['id']}/reactivate"
        problem = refused(ada.post(path, {}), 403, "step_up_required")
        facts = {"account": account["number"]}
        assert problem["step_up"] == {"operation": "reactivate_account", "facts": facts}
        refused(ben.post(path, {}), 404, "account_not_found")
        active = confirmed(ada, path, {}, operation="reactivate_account", **facts).json()
        assert (active["status"], active["dormant_at"]) == ("open", None)
        refused(ada.post(path, {}), 409, "account_not_dormant")

    def test_ends_by_staff_and_starts_to_count_anew(self, agent, account):
        commands.mark_dormant_accounts(now=datetime.now(UTC) + self.LATER)
        active = agent.post(f"accounts/{account['id']}/reactivate", WHY)
        assert (active.status_code, active.json()["status"]) == (200, "open")
        Account.objects.update(reactivated_at=datetime.now(UTC) + self.LATER)
        later = datetime.now(UTC) + self.LATER + timedelta(days=300)
        assert commands.mark_dormant_accounts(now=later) == 0

    def test_counts_months_as_the_calendar_does(self):
        day = datetime(2026, 3, 31, tzinfo=UTC)
        assert months_before(day, months=1) == datetime(2026, 2, 28, tzinfo=UTC)
        assert months_before(day, months=12) == datetime(2025, 3, 31, tzinfo=UTC)
        assert months_before(day, months=3) == datetime(2025, 12, 31, tzinfo=UTC)


class TestHolders:
    def test_are_added_by_staff_at_once(self, ada, ben, agent, account):
        ben.register(given_name="Ben")
        path = f"accounts/{account['id']}/holders"
        added = agent.post(path, {"customer": str(ben.id), "access": "joint"}).json()["results"]
        assert added == [
            {"customer": str(ada.id), "name": "Ada Novak", "access": "owner"},
            {"customer": str(ben.id), "name": "Ben Novak", "access": "joint"},
        ]
        assert ben.get(path).json()["results"] == added
        assert ben.get(f"accounts/{account['id']}").json()["access"] == "joint"

    def test_are_customers(self, agent, account, refused):
        path = f"accounts/{account['id']}/holders"
        body = {"customer": str(uuid.uuid4()), "access": "view"}
        refused(agent.post(path, body), 404, "customer_not_found")
        refused(agent.post(path, body | {"access": "boss"}), 400, "invalid", "access")

    def test_are_changed_and_removed_by_staff_but_the_last_owner_stays(
        self, ada, ben, agent, account, refused
    ):
        ben.register(given_name="Ben")
        path = f"accounts/{account['id']}/holders"
        refused(agent.delete(f"{path}/{ada.id}"), 422, "last_owner")
        down = agent.post(path, {"customer": str(ada.id), "access": "view"})
        refused(down, 422, "last_owner")
        agent.post(path, {"customer": str(ben.id), "access": "owner"})
        assert agent.delete(f"{path}/{ada.id}").status_code == 204
        refused(ada.get(f"accounts/{account['id']}"), 404, "account_not_found")
        refused(agent.delete(f"{path}/{ada.id}"), 404, "holder_not_found")

    def test_give_up_their_own_right_and_nobody_elses(self, ada, ben, account, refused):
        hold(ben, account, "view")
        path = f"accounts/{account['id']}/holders"
        refused(ben.delete(f"{path}/{ada.id}"), 403, "owner_only")
        assert ben.delete(f"{path}/{ben.id}").status_code == 204
        refused(ben.get(path), 404, "account_not_found")


class TestInvitations:
    @pytest.fixture
    def offer(self, ada, ben, account, confirmed):
        """Return a function by which Ada offers Ben a right, with a fresh factor."""
        ben.register(given_name="Ben")

        def send(access="joint"):
            return confirmed(
                ada,
                f"accounts/{account['id']}/holders",
                {"customer": str(ben.id), "access": access},
                operation="set_holder",
                account=account["number"],
                holder=str(ben.id),
                right=access,
            )

        return send

    def test_of_an_owner_become_rights_when_they_are_accepted(
        self, ada, ben, account, offer, refused, caller
    ):
        path = f"accounts/{account['id']}/holders"
        body = {"customer": str(ben.id), "access": "joint"}
        refused(ada.post(path, body), 403, "step_up_required")
        answer = offer()
        assert (answer.status_code, answer.json()["status"]) == (202, "waiting_for_acceptance")
        offered = answer.json()["invitation"]
        assert (offered["customer"], offered["access"]) == (str(ben.id), "joint")
        refused(ben.get(f"accounts/{account['id']}"), 404, "account_not_found")
        for person, count in ((ada, 1), (ben, 1), (caller(), 0)):
            found = person.get("accounts/invitations").json()["results"]
            assert found == [offered] * count
        accepting = f"accounts/invitations/{offered['id']}/accept"
        for other in (ada, caller()):
            refused(other.post(accepting), 404, "holder_offer_not_found")
        assert ben.post(accepting).json()["access"] == "joint"
        refused(ben.post(accepting), 404, "holder_offer_not_found")
        refused(offer(), 409, "status_unchanged")
        refused(ben.post(path, body | {"access": "owner"}), 403, "owner_only")

    def test_are_told_to_the_person_by_the_accounts_last_digits(self, ben, account, offer):
        offer()
        (event,) = Event.objects.filter(name="notice.asked")
        assert event.payload == {
            "person_id": str(ben.id),
            "kind": "right_offered",
            "facts": {"account": f"…{account['number'][-4:]}", "right": "joint"},
        }

    def test_are_declined_taken_back_and_run_out(self, ada, ben, offer, refused, caller):
        for person in (ben, ada):
            path = f"accounts/invitations/{offer().json()['invitation']['id']}"
            refused(caller().delete(path), 404, "holder_offer_not_found")
            assert person.delete(path).status_code == 204
            refused(ben.post(f"{path}/accept"), 404, "holder_offer_not_found")
        late = offer().json()["invitation"]["id"]
        HolderInvitation.objects.filter(id=late).update(expires_at=datetime.now(UTC))
        refused(ben.post(f"accounts/invitations/{late}/accept"), 404, "holder_offer_not_found")
        assert ben.get("accounts").json()["results"] == []

    def test_count_once_the_last_one_and_while_who_offered_is_an_owner(
        self, ada, ben, agent, account, offer, refused, caller
    ):
        first, second = (offer(access).json()["invitation"]["id"] for access in ("owner", "view"))
        refused(ben.post(f"accounts/invitations/{first}/accept"), 404, "holder_offer_not_found")
        cleo = caller()
        cleo.register(given_name="Cleo")
        path = f"accounts/{account['id']}/holders"
        agent.post(path, {"customer": str(cleo.id), "access": "owner"})
        agent.delete(f"{path}/{ada.id}")
        refused(ben.post(f"accounts/invitations/{second}/accept"), 404, "holder_offer_not_found")

    def test_are_needed_for_more_and_not_for_less(self, ada, ben, account, offer):
        hold(ben, account, "joint")
        less = offer("view")
        assert (less.status_code, len(less.json()["results"])) == (200, 2)
        assert offer("owner").status_code == 202
        assert ben.get(f"accounts/{account['id']}").json()["access"] == "view"


class TestOverdraft:
    def test_is_raised_by_a_second_person_who_sees_before_and_after(
        self, agent, account, approve, ada
    ):
        path = f"accounts/{account['id']}/overdraft"
        waiting = agent.post(path, {"amount": "1000.00"} | WHY)
        shown = waiting.json()["approval"]
        assert (shown["before"], shown["after"]) == (
            {"overdraft": "500.00 EUR"},
            {"overdraft": "1000.00 EUR"},
        )
        assert ada.get(f"accounts/{account['id']}").json()["overdraft_limit"] == "500.00"
        assert approve(waiting)["status"] == "approved"
        assert ada.get(f"accounts/{account['id']}").json()["available"] == "1000.00"

    def test_is_lowered_at_once_but_never_below_what_is_used(self, agent, account, refused):
        path = f"accounts/{account['id']}/overdraft"
        assert agent.post(path, {"amount": "100.00"} | WHY).json()["overdraft_limit"] == "100.00"
        apps.get_model("ledger", "Account").objects.filter(id=account["id"]).update(
            balance_minor=-5_000
        )
        refused(agent.post(path, {"amount": "49.99"} | WHY), 422, "account_not_empty")
        refused(agent.post(path, {"amount": "100.00"} | WHY), 409, "status_unchanged")
        refused(agent.post(path, {"amount": "-1"} | WHY), 400, "amount_invalid", "amount")

    def test_request_fails_when_it_is_no_longer_so(self, agent, account, caller, refused):
        path = f"accounts/{account['id']}/overdraft"
        waiting = agent.post(path, {"amount": "1000.00"} | WHY).json()["approval"]["id"]
        agent.post(path, {"amount": "0"} | WHY)
        answer = caller("supervisor").post(f"approvals/accounts/{waiting}/approve")
        refused(answer, 409, "approval_stale")

    def test_of_ones_own_is_for_somebody_else(self, ada, caller, account, refused):
        also_staff = caller("agent", person_id=ada.id)
        answer = also_staff.post(f"accounts/{account['id']}/overdraft", {"amount": "900.00"} | WHY)
        refused(answer, 403, "own_account")


class TestEdits:
    def test_show_the_owner_no_names_and_no_reasons_of_staff(self, ada, agent, account, caller):
        path = f"accounts/{account['id']}"
        agent.post(f"{path}/freeze", {"scope": "all"} | WHY)
        mine = ada.get(f"{path}/edits").json()["results"]
        assert [(one["action"], one["actor"], one["reason"]) for one in mine] == [
            ("account.freeze", None, ""),
            ("account.open", str(ada.id), ""),
        ]
        all_of_it = caller("auditor").get(f"{path}/edits").json()["results"]
        assert (all_of_it[0]["actor"], all_of_it[0]["reason"]) == (str(agent.id), WHY["reason"])

    def test_are_read_page_by_page(self, ada, account):
        for name in "abcd":
            ada.patch(f"accounts/{account['id']}", {"nickname": name})
        path, seen = f"accounts/{account['id']}/edits?limit=2", []
        while path:
            page = ada.get(path.removeprefix("/api/v1/")).json()
            seen += [one["changes"][0]["after"] for one in page["results"]][:2]
            path = page["next"]
        assert seen[:4] == ["d", "c", "b", "a"]
        assert len(seen) == 5

    def test_keep_what_people_wrote_sealed_until_the_owner_is_erased(
        self, ada, agent, account, caller
    ):
        path = f"accounts/{account['id']}"
        ada.patch(path, {"nickname": "For my divorce"})
        agent.post(f"{path}/freeze", {"scope": "all", "reason": "Her lawyer Quill called."})
        kept = "".join(
            f"{one.before}{one.after}{one.reason}"
            for one in Edit.objects.filter(subject_id=account["id"])
        )
        for word in ("divorce", "Quill"):
            assert word not in kept
        auditor = caller("auditor")
        frozen, renamed, _ = auditor.get(f"{path}/edits").json()["results"]
        assert frozen["reason"] == "Her lawyer Quill called."
        assert renamed["changes"] == [
            {"field": "nickname", "before": "", "after": "For my divorce", "hidden": False}
        ]
        Customer.objects.filter(id=ada.id).update(data_key=None, erased_at=datetime.now(UTC))
        frozen, renamed, _ = auditor.get(f"{path}/edits").json()["results"]
        assert frozen["reason"] == "(hidden)"
        assert (renamed["changes"][0]["after"], renamed["changes"][0]["hidden"]) == (None, True)

    def test_are_for_the_owner(self, ben, account, refused):
        refused(ben.get(f"accounts/{account['id']}/edits"), 404, "account_not_found")
        hold(ben, account, "joint")
        refused(ben.get(f"accounts/{account['id']}/edits"), 403, "owner_only")


class TestBankList:
    def test_is_narrowed_and_read_page_by_page(self, ada, ben, agent, open_account, catalogue):
        ben.register(given_name="Ben")
        of_ada = [open_account(branch=str(catalogue.harbour.id)).json() for _ in range(3)]
        of_ben = open_account(by=ben).json()

        def ids(query):
            return [one["id"] for one in agent.get(f"accounts?{query}").json()["results"]]

        newest_first = [one["id"] for one in reversed(of_ada)]
        assert ids("scope=bank") == [of_ben["id"], *newest_first]
        assert ids(f"customer={ada.id}") == newest_first
        assert ids(f"branch={catalogue.harbour.id}&status=open") == newest_first
        assert ids(f"number={of_ben['number']}") == [of_ben["id"]]
        assert ids(f"number={of_ben['number']}&customer={ada.id}") == []
        assert ids("status=closed") == ids(f"customer={uuid.uuid4()}") == ids("number=XX") == []
        first = agent.get("accounts?scope=bank&limit=3").json()
        rest = agent.get(first["next"].removeprefix("/api/v1/")).json()
        assert (len(first["results"]), rest["next"]) == (3, None)
        assert [one["id"] for one in rest["results"]] == [of_ada[0]["id"]]

    def test_is_for_staff(self, ada, account, refused):
        for query in ("scope=bank", "status=open", f"customer={ada.id}", "number=x"):
            refused(ada.get(f"accounts?{query}"), 403, "permission_denied")
        refused(ada.get("accounts?colour=red"), 400, "invalid", "colour")
