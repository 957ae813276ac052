"""Who may look at whose planning: oneself, whom one lets, and staff with a role; nobody else."""

import uuid

import pytest

from kernel.audit.models import Edit

pytestmark = pytest.mark.django_db


def share(owner, viewer):
    answer = owner.post("planning/shares", {"person": str(viewer.id)})
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_a_view_is_shared_and_revoked(ada, ben, spend, refused):
    spend(ada, "12.50")
    refused(ben.get("records", owner=str(ada.id)), 404, "planning_not_found")
    made = share(ada, ben)
    assert share(ada, ben)["id"] == made["id"]
    assert [one["amount"] for one in ben.results("records", owner=str(ada.id))] == ["-12.50"]
    assert ben.get("planning/shares").json()["with_me"] == [made]
    assert ada.get("planning/shares").json()["mine"] == [made]
    path = f"planning/shares/{made['id']}"
    refused(ben.send("DELETE", path), 404, "share_not_found")
    assert ada.send("DELETE", path).status_code == 204
    refused(ada.send("DELETE", path), 404, "share_not_found")
    refused(ben.get("records", owner=str(ada.id)), 404, "planning_not_found")
    assert share(ada, ben)["id"] == made["id"]
    assert ben.get("records", owner=str(ada.id)).status_code == 200


def test_a_shared_view_is_read_only(ada, ben, spend, refused):
    record = spend(ada, "12.50")
    share(ada, ben)
    path = f"records/{record['id']}"
    assert ben.get(path, owner=str(ada.id)).status_code == 200
    refused(ben.get(path), 404, "record_not_found")
    refused(ben.send("PATCH", path, {"amount": "1.00"}), 404, "record_not_found")
    refused(ben.send("DELETE", path), 404, "record_not_found")
    assert ada.get("records", owner=str(ben.id)).status_code == 404


def test_a_view_is_not_shared_with_oneself(ada, refused):
    refused(ada.post("planning/shares", {"person": str(ada.id)}), 400, "shared_with_oneself")


def test_there_is_an_end_to_shares(ada, ben, refused, monkeypatch):
    monkeypatch.setattr("services.planning.commands.people.MAX_SHARES", 1)
    share(ada, ben)
    body = {"person": str(uuid.uuid4())}
    refused(ada.post("planning/shares", body), 422, "too_many_shares")
    assert len(ada.get("planning/shares").json()["mine"]) == 1


@pytest.mark.parametrize("role", ["analyst", "administrator"])
def test_an_analyst_sees_everybodys_records_and_the_look_is_kept(ada, caller, spend, role):
    spend(ada, "12.50")
    ada.get("planning/settings")
    staff = caller(roles=(role,))
    assert len(staff.results("records", owner=str(ada.id))) == 1
    edit = Edit.objects.get(subject_id=ada.id)
    assert (edit.action, edit.actor_id) == ("look_at_records", staff.id)


@pytest.mark.parametrize("role", ["viewer", "teller", "supervisor", "customer"])
def test_nobody_else_sees_them(ada, caller, refused, role):
    ada.get("planning/settings")
    found = caller(roles=(role,)).get("records", owner=str(ada.id))
    refused(found, 404, "planning_not_found")


def test_who_does_not_plan_cannot_be_looked_at(caller, ada, refused):
    found = caller(roles=("analyst",)).get("records", owner=str(ada.id))
    refused(found, 404, "planning_not_found")


def test_settings_are_read_and_changed(ada, funded):
    assert ada.get("planning/settings").json() == {
        "currency": "EUR",
        "carry_over": "adjust",
        "has_alerts": True,
        "has_weekly_mail": True,
    }
    changed = ada.send("PATCH", "planning/settings", {"currency": "CZK", "carry_over": "reset"})
    assert changed.status_code == 200
    again = ada.get("planning/settings").json()
    assert (again["currency"], again["carry_over"]) == ("CZK", "reset")
    for wrong in ({"currency": "XXQ"}, {"carry_over": "never"}, {"has_alerts": "maybe"}):
        assert ada.send("PATCH", "planning/settings", wrong).status_code == 400
