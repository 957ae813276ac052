"""Staff of a branch serve its customers; for others they say why first."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.audit.models import Edit

pytestmark = pytest.mark.django_db
WHY = {"reason": "The customer stands at my counter."}


@pytest.fixture
def account(open_account, catalogue):
    """Ada banks at the street."""
    return open_account(branch=str(catalogue.street.id)).json()


@pytest.fixture
def work_at(staff, caller):
    """Return a function that makes a member of staff of a role who works at a branch."""

    def make(role, branch):
        person = staff(role)
        path = f"/api/v1/branches/{branch.id}/staff/{person.id}"
        office = caller("operations")
        assert office.http.put(path, **office.headers).status_code == 200
        return person

    return make


def paths(ada, account):
    customer, one = f"customers/{ada.id}", f"accounts/{account['id']}"
    return [
        customer,
        f"{customer}/addresses",
        f"{customer}/documents",
        f"{customer}/edits",
        f"{customer}/checks",
        f"{customer}/status",
        one,
        f"{one}/holders",
        f"accounts?customer={ada.id}",
        f"accounts?number={account['number']}",
        f"closed-accounts?customer={ada.id}",
        f"closed-accounts?number={account['number']}",
    ]


@pytest.mark.parametrize("role", ["agent", "teller"])
class TestBoundStaff:
    def test_see_the_details_of_their_own_branch(self, role, work_at, catalogue, ada, account):
        person = work_at(role, catalogue.street)
        told = {path: person.get(path).status_code for path in paths(ada, account)}
        assert set(told.values()) == {200}

    def test_find_everybody_but_see_others_only_for_a_reason(
        self, role, work_at, catalogue, ada, account, refused
    ):
        person = work_at(role, catalogue.harbour)
        assert [one["id"] for one in person.get("customers?name=novak").json()["results"]] == [
            str(ada.id)
        ]
        for path in paths(ada, account):
            refused(person.get(path), 403, "other_branch")
        for path, body in (
            ("accounts", {"customer": str(ada.id), "account_type": str(uuid.uuid4())}),
            (f"accounts/{account['id']}/close", {"reason": "other"}),
        ):
            refused(person.post(path, body), 403, "other_branch")
        assert person.post(f"customers/{ada.id}/reveal", WHY).status_code == 200
        told = {path: person.get(path).status_code for path in paths(ada, account)}
        assert set(told.values()) == {200}

    def test_are_asked_again_the_next_day(self, role, work_at, catalogue, ada, account, refused):
        person = work_at(role, catalogue.harbour)
        person.post(f"customers/{ada.id}/reveal", WHY)
        long_ago = datetime.now(UTC) - timedelta(hours=13)
        Edit.objects.filter(action="revealed").update(happened_at=long_ago)
        refused(person.get(f"customers/{ada.id}"), 403, "other_branch")

    def test_list_the_accounts_of_their_branch(
        self, role, work_at, catalogue, account, open_account, refused
    ):
        other = open_account(branch=str(catalogue.harbour.id)).json()
        person = work_at(role, catalogue.harbour)
        listed = person.get("accounts?scope=bank").json()["results"]
        assert [one["id"] for one in listed] == [other["id"]]
        refused(person.get(f"accounts?branch={catalogue.street.id}"), 403, "other_branch")
        refused(person.get("closed-accounts"), 403, "other_branch")

    def test_serve_who_banks_nowhere_yet(self, role, work_at, catalogue, caller):
        ben = caller()
        ben.register(given_name="Ben")
        person = work_at(role, catalogue.harbour)
        assert person.get(f"customers/{ben.id}").status_code == 200

    def test_see_their_own_account_wherever_it_is(self, role, work_at, catalogue, account, ada):
        from django.apps import apps

        person = work_at(role, catalogue.harbour)
        apps.get_model("ledger", "Holder").objects.create(
            person_id=person.id, account_id=account["id"], access="view"
        )
        assert person.get(f"accounts/{account['id']}").json()["access"] == "view"

    def test_see_everybody_where_the_bank_says_so(
        self, role, work_at, catalogue, ada, account, settings
    ):
        settings.BRANCH_SCOPE = False
        person = work_at(role, catalogue.harbour)
        told = {path: person.get(path).status_code for path in paths(ada, account)}
        assert set(told.values()) == {200}


@pytest.mark.parametrize("role", ["supervisor", "operations", "compliance", "auditor"])
def test_who_works_for_the_whole_bank_is_bound_to_no_branch(role, work_at, catalogue, ada, account):
    person = work_at(role, catalogue.harbour)
    told = {path: person.get(path).status_code for path in paths(ada, account)}
    assert set(told.values()) == {200}
