"""A view says who may use it, and what it does not say is refused."""

from __future__ import annotations

import uuid

import pytest
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

from kernel import permissions
from kernel.http.permissions import OWN, PUBLIC

looked_up = []


class DoorView(APIView):
    permissions = {"GET": OWN, "POST": "doors.open"}

    def get(self, request):
        return Response({"may_open": request.user.may("doors.open")})

    def post(self, request):
        looked_up.append(request.user.id)
        return Response({})

    def delete(self, request):
        looked_up.append(request.user.id)
        return Response({})


class ForgottenView(APIView):
    def get(self, request):
        looked_up.append("forgotten")
        return Response({})


class EngineView(APIView):
    permissions = {"POST": "engine.start"}

    def post(self, request):
        return Response({})


class GardenView(APIView):
    authentication_classes = ()
    permissions = {"GET": PUBLIC}

    def get(self, request):
        return Response({})


@pytest.fixture
def ask(monkeypatch, make_token):
    rows = {"doors.open": frozenset({"teller"}), "engine.start": frozenset({"service"})}
    monkeypatch.setattr(permissions, "PERMISSIONS", rows)
    looked_up.clear()

    def call(method, view, *roles):
        use = "service" if "service" in roles else "access"
        token = make_token(person_id=uuid.uuid4(), roles=roles, token_use=use)
        headers = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if roles else {}
        request = APIRequestFactory().generic(method, "/", **headers)
        answer = view.as_view()(request)
        return answer.status_code, answer.data

    return call


def _outcome(answer):
    status, data = answer
    return status, (data or {}).get("code")


class TestMayDo:
    def test_lets_any_signed_in_person_do_their_own(self, ask):
        assert ask("GET", DoorView, "customer") == (200, {"may_open": False})
        assert ask("GET", DoorView, "teller") == (200, {"may_open": True})

    def test_lets_a_role_of_the_row_in(self, ask):
        assert ask("POST", DoorView, "customer", "teller")[0] == 200
        assert len(looked_up) == 1

    def test_refuses_other_roles_before_anything_is_looked_up(self, ask):
        assert _outcome(ask("POST", DoorView, "customer")) == (403, "permission_denied")
        assert _outcome(ask("POST", DoorView, "administrator")) == (403, "permission_denied")
        assert looked_up == []

    def test_asks_who_has_not_signed_in_to_do_so(self, ask):
        assert _outcome(ask("GET", DoorView)) == (401, "not_authenticated")
        assert _outcome(ask("POST", DoorView)) == (401, "not_authenticated")

    def test_refuses_a_method_that_was_forgotten(self, ask):
        assert _outcome(ask("DELETE", DoorView, "teller")) == (403, "permission_denied")
        assert _outcome(ask("GET", ForgottenView, "administrator")) == (403, "permission_denied")
        assert looked_up == []

    def test_answers_a_method_that_is_not_there_as_such(self, ask):
        assert _outcome(ask("PUT", DoorView, "customer")) == (405, "method_not_allowed")
        assert _outcome(ask("PUT", DoorView)) == (401, "not_authenticated")
        assert _outcome(ask("PUT", GardenView)) == (405, "method_not_allowed")

    def test_reads_head_as_get(self, ask):
        assert ask("HEAD", DoorView, "customer")[0] == 200
        assert ask("HEAD", DoorView)[0] == 401
        assert ask("HEAD", ForgottenView, "teller")[0] == 403

    def test_takes_a_program_for_nobody_in_particular(self, ask):
        assert _outcome(ask("GET", DoorView, "service")) == (403, "permission_denied")
        assert _outcome(ask("POST", DoorView, "service")) == (403, "permission_denied")
        assert ask("POST", EngineView, "service")[0] == 200
        assert _outcome(ask("POST", EngineView, "teller")) == (403, "permission_denied")

    def test_lets_everybody_into_what_is_public(self, ask):
        assert ask("GET", GardenView)[0] == 200
        assert ask("GET", GardenView, "customer")[0] == 200
