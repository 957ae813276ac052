"""Requests for a second person over HTTP: listed for who takes part, decided by who may."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from kernel.approvals.tests.conftest import SERVICE, house
from kernel.http.approvals import answer_waiting

__all__ = ["house"]

pytestmark = pytest.mark.django_db
PATH = f"/api/v1/approvals/{SERVICE}"


@pytest.fixture
def people(house, sign_in):
    """The house's people as callers: `people.maker("GET", path)`."""
    house.now = timezone.now()
    ids = {"maker": house.maker, "checker": house.checker, "auditor": uuid.uuid4()}
    ids["stranger"] = uuid.uuid4()
    roles = {"maker": "teller", "checker": "supervisor", "auditor": "auditor", "stranger": "teller"}

    class People:
        def __getattr__(self, name):
            headers = sign_in(person_id=ids[name], roles=(roles[name],))

            def call(method, path="", body=None, **query):
                content = json.dumps(body) if body is not None else ""
                kind = "application/json"
                return Client().generic(
                    method, PATH + path, content, kind, query_params=query, **headers
                )

            return call

    return People()


def ids(answer):
    assert answer.status_code == 200, answer.content
    return [one["id"] for one in answer.json()["results"]]


class TestList:
    def test_shows_each_person_what_concerns_them(self, house, people):
        mine = house.ask()
        others = house.ask(maker_id=uuid.uuid4(), policy="windows.open")
        assert ids(people.maker("GET")) == [str(mine.id)]
        assert ids(people.checker("GET")) == [str(mine.id)]
        assert ids(people.auditor("GET")) == [str(others.id), str(mine.id)]
        assert ids(people.stranger("GET")) == []

    def test_keeps_to_a_status(self, house, people):
        waiting, rejected = house.ask(), house.ask()
        house.reject(rejected)
        assert ids(people.maker("GET", status="waiting")) == [str(waiting.id)]
        assert ids(people.maker("GET", status="rejected")) == [str(rejected.id)]

    def test_comes_in_pages(self, house, people):
        made = [str(house.ask().id) for _ in range(3)]
        first = people.maker("GET", limit="2")
        assert ids(first) == made[:0:-1]
        query = dict(part.split("=") for part in first.json()["next"].split("?")[1].split("&"))
        second = people.maker("GET", **query)
        assert ids(second) == made[:1]
        assert second.json()["next"] is None

    @pytest.mark.parametrize(
        ("query", "code"),
        [
            ({"status": "lost"}, "invalid"),
            ({"state": "waiting"}, "invalid"),
            ({"limit": "0"}, "limit_invalid"),
            ({"cursor": "W10"}, "cursor_invalid"),
            ({"cursor": "WzFd"}, "cursor_invalid"),
        ],
    )
    def test_refuses_a_question_that_makes_no_sense(self, people, problem, query, code):
        problem(people.maker("GET", **query), 400, code)

    def test_is_there_for_the_services_of_this_process_alone(self, sign_in, problem):
        headers = sign_in(person_id=uuid.uuid4(), roles=("auditor",))
        for service in settings.RUNNING:
            assert Client().get(f"/api/v1/approvals/{service.name}", **headers).status_code == 200
        problem(Client().get("/api/v1/approvals/elsewhere", **headers), 404, "not_found")

    def test_needs_a_token(self, problem):
        problem(Client().get(PATH), 401, "not_authenticated")


class TestOne:
    def test_shows_what_would_happen(self, house, people):
        request = house.ask()
        assert people.checker("GET", f"/{request.id}").json() == {
            "id": str(request.id),
            "service": SERVICE,
            "policy": "doors.open",
            "subject": str(uuid.UUID(int=7)),
            "title": "Open door 7",
            "before": {"door": "closed"},
            "after": {"door": "open"},
            "reason": "It is hot.",
            "status": "waiting",
            "maker": str(house.maker),
            "checker": None,
            "decision_reason": "",
            "failure": None,
            "result": None,
            "created_at": _wire(house.now),
            "expires_at": _wire(house.now + timedelta(hours=8)),
            "decided_at": None,
        }

    @pytest.mark.parametrize("action", ["", "/approve", "/reject", "/withdraw"])
    def test_does_not_exist_for_strangers(self, house, people, problem, action):
        request = house.ask()
        method, body = ("POST", {"reason": "because"}) if action else ("GET", None)
        answer = people.stranger(method, f"/{request.id}{action}", body)
        problem(answer, 404, "approval_not_found")
        answer = people.checker(method, f"/{uuid.uuid4()}{action}", body)
        problem(answer, 404, "approval_not_found")


class TestDecide:
    def test_approving_carries_it_out_and_answers_with_the_outcome(self, house, people):
        request = house.ask()
        answer = people.checker("POST", f"/{request.id}/approve")
        assert answer.status_code == 200
        found = answer.json()
        assert (found["status"], found["checker"]) == ("approved", str(house.checker))
        assert found["result"] == {"opened_by": [str(house.maker), str(house.checker)]}
        assert house.opened() == 1

    def test_what_the_rules_refuse_is_answered_as_failed(self, house, people):
        from kernel.approvals.tests.test_approvals import DoorStuck

        request = house.ask()
        house.refusal = DoorStuck("It has rusted.")
        found = people.checker("POST", f"/{request.id}/approve").json()
        assert found["status"] == "failed"
        assert found["failure"] == {"code": "door_stuck", "detail": "It has rusted."}

    def test_ones_own_request_is_for_somebody_else(self, house, people, problem):
        request = house.ask(maker_id=house.checker)
        problem(people.checker("POST", f"/{request.id}/approve"), 403, "own_request")

    def test_somebody_who_may_only_read_decides_nothing(self, house, people, problem):
        request = house.ask()
        answer = people.auditor("POST", f"/{request.id}/approve")
        problem(answer, 404, "approval_not_found")

    def test_the_second_answer_counts_no_more(self, house, people, problem):
        request = house.ask()
        people.checker("POST", f"/{request.id}/reject", {"reason": "Too cold."})
        problem(people.checker("POST", f"/{request.id}/approve"), 409, "approval_decided")

    def test_what_has_changed_since_is_stale(self, house, people, problem):
        request = house.ask()
        house.door = "ajar"
        problem(people.checker("POST", f"/{request.id}/approve"), 409, "approval_stale")

    def test_rejecting_takes_a_reason(self, house, people, problem):
        request = house.ask()
        for body in ({}, {"reason": ""}, {"reason": "no"}, {"reason": "fine", "more": 1}):
            problem(people.checker("POST", f"/{request.id}/reject", body), 400, "invalid")
        found = people.checker("POST", f"/{request.id}/reject", {"reason": "Too cold."}).json()
        assert (found["status"], found["decision_reason"]) == ("rejected", "Too cold.")

    def test_the_maker_withdraws(self, house, people):
        request = house.ask()
        found = people.maker("POST", f"/{request.id}/withdraw").json()
        assert (found["status"], found["checker"]) == ("withdrawn", None)


class TestWaiting:
    def test_says_that_nothing_has_happened_yet(self, house):
        request = house.ask()
        answer = answer_waiting(request)
        assert answer.status_code == 202
        assert answer.data["status"] == "waiting_for_approval"
        assert answer.data["approval"]["id"] == str(request.id)


def _wire(moment):
    return moment.isoformat().replace("+00:00", "Z")
