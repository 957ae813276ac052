"""Each operation on a person's own things, by everybody else: it is not there, in any role."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from kernel.permissions import ROLES
from services.transactions.models import Limit, Payee, StandingOrder

pytestmark = pytest.mark.django_db

# Method, path with a place for the id, body, and the code of what is not there.
OPERATIONS = {
    "get_payee": ("GET", "payees/{payee}", None, "payee_not_found"),
    "rename_payee": ("PATCH", "payees/{payee}", {"nickname": "x"}, "payee_not_found"),
    "delete_payee": ("DELETE", "payees/{payee}", None, "payee_not_found"),
    "change_limit": ("PUT", "limits/{limit}", {"amount": "1.00"}, "limit_not_found"),
    "get_standing_order": ("GET", "standing-orders/{order}", None, "standing_order_not_found"),
    "change_standing_order": (
        "PATCH",
        "standing-orders/{order}",
        {"note": "x"},
        "standing_order_not_found",
    ),
    "cancel_standing_order": (
        "DELETE",
        "standing-orders/{order}",
        None,
        "standing_order_not_found",
    ),
    "list_executions": (
        "GET",
        "standing-orders/{order}/executions",
        None,
        "standing_order_not_found",
    ),
    "skip": (
        "POST",
        "standing-orders/{order}/skip",
        {"date": "2030-01-01"},
        "standing_order_not_found",
    ),
    "pause": ("POST", "standing-orders/{order}/pause", None, "standing_order_not_found"),
    "resume": ("POST", "standing-orders/{order}/resume", None, "standing_order_not_found"),
}
LISTS = ("payees", "limits", "standing-orders", "standing-orders/upcoming")


@pytest.fixture
def ids(ada, payer, payee, befriend):
    """The ids of Ada's payee, daily limit and standing order."""
    body = {
        "from_account": str(payer.id),
        "to_account": payee.number,
        "amount": "1.00",
        "frequency": "monthly",
        "first_date": (datetime.now(UTC) + timedelta(days=1)).date().isoformat(),
    }
    return {
        "payee": befriend(ada, payee)["id"],
        "limit": ada.get("limits").json()["results"][0]["id"],
        "order": ada.post("standing-orders", body).json()["id"],
    }


def stored():
    return [list(model.objects.values()) for model in (Payee, Limit, StandingOrder)]


class TestOthers:
    @pytest.mark.parametrize("role", sorted(ROLES))
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_are_told_what_a_made_up_id_is_told(self, name, role, caller, ids):
        method, path, body, code = OPERATIONS[name]
        other, before = caller(roles=(role,)), stored()
        told = []
        for these in (ids, dict.fromkeys(ids, str(uuid.uuid4()))):
            answer = other.send(method, path.format_map(these), body)
            problem = answer.json()
            problem.pop("request_id")
            told.append((answer.status_code, problem))
        assert told[0] == told[1]
        assert (told[0][0], told[0][1]["code"]) == (404, code)
        assert stored() == before

    @pytest.mark.parametrize("role", sorted(ROLES))
    @pytest.mark.parametrize("path", LISTS)
    def test_see_nothing_in_lists(self, path, role, caller, ids):
        assert caller(roles=(role,)).get(path).json()["results"] == []


class TestTheOwner:
    @pytest.mark.parametrize(
        "name", [name for name in OPERATIONS if name not in ("skip", "resume")]
    )
    def test_is_answered(self, name, ada, ids):
        method, path, body, _ = OPERATIONS[name]
        assert ada.send(method, path.format_map(ids), body).status_code in (200, 204)

    @pytest.mark.parametrize("path", LISTS)
    def test_sees_what_is_theirs(self, path, ada, ids):
        days = {"days": 60} if path.endswith("upcoming") else {}
        assert ada.get(path, **days).json()["results"]


class TestNobody:
    @pytest.mark.parametrize("name", OPERATIONS)
    def test_is_told_to_sign_in(self, name, ada, ids, refused):
        method, path, body, _ = OPERATIONS[name]
        ada.headers = {}
        refused(ada.send(method, path.format_map(ids), body), 401, "not_authenticated")
