"""Branches: everybody reads them, staff keep them, staff belong to them."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NEW = {
    "code": "009",
    "name": "Market",
    "street": "1 Market Square",
    "postal_code": "10115",
    "city": "Berlin",
    "phone": "+49 30 1234",
    "opening_hours": {"monday": [["09:00", "12:30"], ["14:00", "18:00"]], "friday": []},
    "holidays": [
        {"date": "2026-12-26", "name": "Boxing Day"},
        {"date": "2026-12-25", "name": "Christmas Day"},
    ],
}


@pytest.fixture
def operations(caller):
    return caller("operations")


@pytest.fixture
def branch(operations):
    return operations.post("branches", NEW).json()


class TestBranches:
    def test_are_written_by_staff_and_read_by_anybody(self, branch):
        assert branch == NEW | {
            "id": branch["id"],
            "opening_hours": {"monday": [["09:00", "12:30"], ["14:00", "18:00"]]},
            "holidays": list(reversed(NEW["holidays"])),
        }
        assert Client().get(f"/api/v1/branches/{branch['id']}").json() == branch
        assert Client().get("/api/v1/branches").json()["results"] == [branch]

    def test_are_read_with_a_token_that_is_broken_and_written_with_none_such(self, branch, refused):
        broken = Client(headers={"Authorization": "Bearer not.a.token"})
        assert broken.get("/api/v1/branches").status_code == 200
        assert broken.get(f"/api/v1/branches/{branch['id']}").json() == branch
        refused(broken.post("/api/v1/branches", NEW, "application/json"), 401, "not_authenticated")

    def test_are_changed_with_an_edit_that_says_what(self, operations, branch, caller):
        path = f"branches/{branch['id']}"
        changed = operations.patch(path, {"phone": "+49 30 9999", "holidays": []})
        assert changed.json() == branch | {"phone": "+49 30 9999", "holidays": []}
        operations.patch(path, {"phone": "+49 30 9999"})
        edits = caller("auditor").get(f"{path}/edits").json()["results"]
        assert [one["action"] for one in edits] == ["branch.update", "branch.create"]
        assert edits[0]["changes"][1] == {
            "field": "phone",
            "before": "+49 30 1234",
            "after": "+49 30 9999",
            "hidden": False,
        }

    def test_have_codes_of_their_own(self, operations, branch, refused):
        refused(operations.post("branches", NEW), 409, "branch_exists", "code")
        refused(operations.patch(f"branches/{branch['id']}", {"code": "1"}), 400, "invalid", "code")
        refused(operations.patch(f"branches/{uuid.uuid4()}", {}), 404, "branch_not_found", "branch")

    @pytest.mark.parametrize(
        "hours",
        [
            {"someday": [["09:00", "10:00"]]},
            {"monday": [["10:00", "09:00"]]},
            {"monday": [["09:00", "11:00"], ["10:00", "12:00"]]},
            {"monday": [["9:00", "11:00"]]},
            {"monday": [["09:00"]]},
            {"monday": "09:00"},
            {"monday": [["09:00", "25:00"]]},
            [],
        ],
    )
    def test_have_hours_that_make_sense(self, operations, refused, hours):
        answer = operations.post("branches", NEW | {"opening_hours": hours})
        refused(answer, 400, "invalid", "opening_hours")

    @pytest.mark.parametrize(
        "holidays",
        [
            [{"date": "2026-12-25"}],
            [{"date": "25.12.2026", "name": "x"}],
            [{"date": "2026-12-25", "name": " "}],
            [{"date": "2026-12-25", "name": "x"}] * 2,
            {"2026-12-25": "x"},
        ],
    )
    def test_have_holidays_that_make_sense(self, operations, refused, holidays):
        answer = operations.post("branches", NEW | {"holidays": holidays})
        refused(answer, 400, "invalid", "holidays")


class TestStaff:
    def test_belong_to_one_branch_at_a_time(self, operations, branch, refused):
        other = operations.post("branches", NEW | {"code": "010"}).json()
        person = uuid.uuid4()

        def at(one):
            found = operations.get(f"branches/{one['id']}/staff").json()["results"]
            return [staff["person"] for staff in found]

        for one in (branch, branch, other):
            path = f"/api/v1/branches/{one['id']}/staff/{person}"
            answer = operations.http.put(path, **operations.headers)
            assert (answer.status_code, answer.json()["branch"]) == (200, one["id"])
        assert (at(branch), at(other)) == ([], [str(person)])
        path = f"branches/{other['id']}/staff/{person}"
        assert operations.delete(path).status_code == 204
        refused(operations.delete(path), 404, "branch_staff_not_found")
        assert at(other) == []
