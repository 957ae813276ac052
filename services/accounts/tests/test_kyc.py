"""Checks by staff, the decisions that follow, and taking them back."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from kernel.audit.models import Edit
from services.accounts.models import Check, Customer, Decision

pytestmark = pytest.mark.django_db
NEEDED = ("identity", "address", "screening")


@pytest.fixture
def officer(staff):
    return staff("compliance")


@pytest.fixture
def pending(ada, settings):
    settings.CUSTOMERS_START_ACTIVE = False
    ada.register()
    return ada


@pytest.fixture
def check(officer, pending):
    """Return a function that records a check of Ada."""

    def check(kind, verdict="passed", **more):
        body = {"kind": kind, "verdict": verdict, "comment": "looked at it", **more}
        return officer.post(f"customers/{pending.id}/checks", body)

    return check


@pytest.fixture
def decide(officer, pending):
    """Return a function that decides about Ada."""

    def decide(status, by=officer):
        body = {"status": status, "reason": "as agreed"}
        return by.post(f"customers/{pending.id}/status", body)

    return decide


@pytest.fixture
def undo(officer, pending):
    """Return a function that takes the last decision about Ada back."""
    return lambda: officer.post(f"customers/{pending.id}/status/undo", {"reason": "a mistake"})


class TestChecks:
    def test_say_who_when_what_and_why(self, check, officer, pending, png):
        path = f"customers/{pending.id}/documents"
        document = pending.upload(path, png, kind="passport").json()["id"]
        content = check("identity", document=document).json()
        assert content == {
            "id": content["id"],
            "kind": "identity",
            "verdict": "passed",
            "comment": "looked at it",
            "document": document,
            "checked_by": str(officer.id),
            "checked_at": content["checked_at"],
        }
        found = officer.get(f"customers/{pending.id}/checks").json()["results"]
        assert found == [content]

    def test_name_a_document_of_the_customer(self, check, refused, ben, png):
        ben.register(given_name="Ben")
        theirs = ben.upload(f"customers/{ben.id}/documents", png, kind="passport").json()["id"]
        refused(check("identity", document=theirs), 404, "document_not_found")

    def test_need_a_comment(self, check, refused):
        refused(check("identity", comment=""), 400, "invalid", "comment")

    def test_the_latest_of_a_kind_counts(self, check, decide, refused):
        for kind in NEEDED:
            check(kind)
        check("screening", "unclear")
        assert "screening" in refused(decide("active"), 422, "checks_missing")["detail"]
        check("screening")
        assert decide("active").json()["status"] == "active"


class TestDecide:
    def test_active_needs_the_checks_that_the_bank_demands(self, check, decide, refused):
        problem = refused(decide("active"), 422, "checks_missing")
        assert problem["detail"] == "Not passed: identity, address, screening."
        for kind in NEEDED:
            check(kind)
        content = decide("active").json()
        assert (content["status"], content["missing_checks"]) == ("active", [])

    def test_says_who_decided_and_why(self, decide, officer):
        content = decide("rejected").json()
        (decision,) = content["decisions"]
        assert decision == {
            "id": decision["id"],
            "from_status": "pending",
            "to_status": "rejected",
            "reason": "as agreed",
            "decided_by": str(officer.id),
            "decided_at": decision["decided_at"],
            "undoes": None,
        }

    @pytest.mark.parametrize(
        ("present", "status"),
        [
            ("active", "active"),
            ("active", "rejected"),
            ("rejected", "active"),
            ("rejected", "closed"),
            ("closed", "active"),
            ("closed", "rejected"),
        ],
    )
    def test_only_what_follows(self, decide, pending, refused, present, status):
        Customer.objects.filter(id=pending.id).update(status=present)
        refused(decide(status), 422, "status_step_unknown", "status")
        assert not Decision.objects.exists()

    def test_not_to_make_pending(self, decide, refused):
        refused(decide("pending"), 400, "invalid", "status")

    def test_not_to_close_with_an_open_account(self, decide, pending, catalogue, refused):
        Customer.objects.update(status="active")
        opened = pending.post("accounts", {"account_type": str(catalogue.everyday.id)})
        assert opened.status_code == 201
        refused(decide("closed"), 422, "accounts_open")

    def test_is_written_down(self, decide, pending):
        decide("rejected")
        edit = Edit.objects.filter(action="decided").get()
        assert (edit.before, edit.after) == ('{"status":"pending"}', '{"status":"rejected"}')


class TestUndo:
    def test_goes_back_one_decision_after_the_other(self, check, decide, undo, refused):
        for kind in NEEDED:
            check(kind)
        decide("active")
        decide("closed")
        assert Customer.objects.get().closed_at is not None
        assert undo().json()["status"] == "active"
        assert Customer.objects.get().closed_at is None
        content = undo().json()
        assert content["status"] == "pending"
        assert [each["undoes"] is None for each in content["decisions"]] == [
            False,
            False,
            True,
            True,
        ]
        refused(undo(), 409, "nothing_to_undo")

    def test_lets_a_rejected_one_be_decided_again(self, decide, undo):
        decide("rejected")
        undo()
        assert decide("closed").json()["status"] == "closed"

    def test_not_of_active_with_an_open_account(self, decide, undo, pending, catalogue, refused):
        customer = Customer.objects.get()
        for kind in NEEDED:
            Check.objects.create(
                customer=customer,
                kind=kind,
                verdict="passed",
                checked_by=pending.id,
                checked_at=customer.created_at,
            )
        decide("active")
        pending.post("accounts", {"account_type": str(catalogue.everyday.id)})
        refused(undo(), 422, "accounts_open")

    def test_of_one_decision_happens_once_in_the_database_too(self, decide, undo):
        decide("rejected")
        undo()
        done = Decision.objects.get(undoes__isnull=False)
        twin = Decision(
            customer=done.customer,
            from_status="rejected",
            to_status="pending",
            decided_by=done.decided_by,
            decided_at=done.decided_at,
            undoes=done.undoes,
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            twin.save(force_insert=True)

    def test_needs_a_reason(self, officer, pending, refused):
        answer = officer.post(f"customers/{pending.id}/status/undo", {})
        refused(answer, 400, "invalid", "reason")


class TestSecrets:
    def test_comments_and_reasons_are_sealed(self, check, decide):
        check("identity")
        decide("rejected")
        assert b"looked at it" not in bytes(Check.objects.get().comment_sealed)
        assert b"as agreed" not in bytes(Decision.objects.get().reason_sealed)
