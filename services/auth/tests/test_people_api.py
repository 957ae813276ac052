"""Administrators invite people, set roles with a second one, deactivate, reset; over HTTP."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kernel.errors import BankError
from kernel.permissions import PERMISSIONS, ROLES
from services.auth import commands
from services.auth.commands.set_roles import carry_out_roles
from services.auth.models import Invitation, SignInEvent, User
from services.auth.queries import InvitationNotFound
from services.auth.tests.conftest import PASSWORD, TOTP_SECRET, totp_code

pytestmark = pytest.mark.django_db
LINK = re.compile(r"/invitation#(\S+)")
WHY = {"reason": "as agreed"}


@dataclass
class Caller:
    """Somebody with a token."""

    id: UUID
    headers: dict[str, str]
    commits: Any
    http: Any = field(init=False)

    def __post_init__(self):
        from django.test import Client

        self.http = Client()

    def get(self, path):
        return self.http.get(f"/api/v1/{path}", **self.headers)

    def post(self, path, body=None):
        content = "" if body is None else json.dumps(body)
        with self.commits(execute=True):
            return self.http.post(
                f"/api/v1/{path}", content, content_type="application/json", **self.headers
            )


@pytest.fixture
def caller(sign_in, django_capture_on_commit_callbacks):
    """Return a function that gives somebody with these roles in the token."""

    def make(*roles, person_id=None):
        person_id = person_id or uuid4()
        headers = sign_in(person_id=person_id, roles=roles) if roles else {}
        return Caller(person_id, headers, django_capture_on_commit_callbacks)

    return make


@pytest.fixture
def administrators(person, caller):
    """Two administrators, who are people."""
    users = [person(f"admin{n}@example.org", roles=("administrator",)) for n in (1, 2)]
    return [caller("administrator", person_id=user.id) for user in users]


def approve(checker, answer):
    assert answer.status_code == 202, answer.content
    request_id = answer.json()["approval"]["id"]
    return checker.post(f"approvals/auth/{request_id}/approve")


def roles_of(user) -> list[str]:
    return sorted(user.groups.values_list("name", flat=True))


class TestWhoMayDoWhat:
    OPERATIONS = (
        ("get", "users", "auth.list_people"),
        ("get", "users/{id}", "auth.list_people"),
        ("get", "users/invitations", "auth.list_people"),
        ("post", "users/invitations", "auth.invite"),
        ("post", "users/invitations/{id}/resend", "auth.invite"),
        ("post", "users/invitations/{id}/revoke", "auth.invite"),
        ("post", "users/{id}/roles", "auth.set_roles"),
        ("post", "users/{id}/deactivate", "auth.deactivate"),
        ("post", "users/{id}/reactivate", "auth.reactivate"),
        ("post", "users/{id}/reset-factors", "auth.reset_factors"),
    )

    @pytest.mark.parametrize("role", sorted(ROLES))
    @pytest.mark.parametrize(("method", "path", "permission"), OPERATIONS)
    def test_stands_in_the_table(self, caller, person, role, method, path, permission):
        user = person(roles=(role,))
        # A stranger's, and one's own sign-in: nobody is their own administrator.
        other = person("other@example.org", roles=(role,))
        for somebody in (caller(role, person_id=other.id), caller(role, person_id=user.id)):
            answer = getattr(somebody, method)(path.format(id=user.id))
            if role in PERMISSIONS[permission]:
                assert answer.status_code in {200, 400, 404}, answer.content
            else:
                assert answer.status_code == 403
                assert answer.json()["code"] == "permission_denied"

    @pytest.mark.parametrize(("method", "path", "permission"), OPERATIONS)
    def test_strangers_may_nothing(self, caller, method, path, permission):
        answer = getattr(caller(), method)(path.format(id=uuid4()))
        assert answer.status_code == 401

    @pytest.mark.parametrize(("method", "path", "permission"), OPERATIONS)
    def test_nobody_is_no_person(self, administrators, method, path, permission):
        if "{id}" not in path:
            return
        body = WHY | ({"roles": ["agent"]} if path.endswith("roles") else {})
        somebody, path = administrators[0], path.format(id=uuid4())
        answer = somebody.get(path) if method == "get" else somebody.post(path, body)
        if path.endswith("resend"):
            answer = somebody.post(path)
        assert answer.status_code == 404
        assert answer.json()["code"] in {"person_not_found", "invitation_not_found"}


class TestTheList:
    def test_has_pages_that_meet(self, caller, person):
        people = {str(person(f"p{n}@example.org").id) for n in range(5)}
        auditor = caller("auditor")
        seen, path = [], "users?limit=2"
        while path:
            page = auditor.get(path).json()
            seen += [one["id"] for one in page["results"]]
            path = (page["next"] or "").removeprefix("/api/v1/")
        assert len(seen) == 5
        assert set(seen) == people
        assert seen == sorted(seen, reverse=True)

    def test_finds_by_address_role_and_state(self, caller, person):
        person("tina@bank.example", roles=("teller",))
        ben = person("ben@else.example")
        User.objects.filter(id=ben.id).update(is_active=False)
        auditor = caller("auditor")

        def found(query):
            answer = auditor.get(f"users?{query}")
            assert answer.status_code == 200, answer.content
            return [one["email"] for one in answer.json()["results"]]

        assert found("email=BANK.") == ["tina@bank.example"]
        assert found("email=%25") == []
        assert found("role=teller") == ["tina@bank.example"]
        assert found("is_active=false") == ["ben@else.example"]
        assert found("is_active=true&role=customer") == []

    @pytest.mark.parametrize(
        "query", ["role=owner", "is_active=maybe", "limit=0", "cursor=x", "cursor=WzFd", "sort=id"]
    )
    def test_refuses_what_it_does_not_know(self, caller, query):
        assert caller("auditor").get(f"users?{query}").status_code == 400

    def test_tells_what_an_administrator_needs(self, caller, person):
        user = person("tina@example.org", roles=("teller",))
        entry = caller("auditor").get(f"users/{user.id}").json()
        assert entry["roles"] == ["teller"]
        assert entry["factors"] == []
        assert entry["staff_roles_held_back"] is True
        commands.enrol_authenticator(user=user, secret=TOTP_SECRET)
        entry = caller("auditor").get(f"users/{user.id}").json()
        assert entry["factors"] == ["totp"]
        assert entry["staff_roles_held_back"] is False
        assert "password" not in json.dumps(entry)
        assert TOTP_SECRET not in json.dumps(entry)


class TestInvitingACustomer:
    @pytest.fixture
    def invited(self, administrators, mailbox):
        """Return the person's id, and the token that was mailed."""
        person_id = uuid4()
        body = {"email": "New@example.org", "roles": ["customer"], "person_id": str(person_id)}
        answer = administrators[0].post("users/invitations", body)
        assert answer.status_code == 201, answer.content
        assert answer.json()["status"] == "open"
        (mail,) = mailbox.to("new@example.org")
        return person_id, LINK.search(mail.body).group(1), answer.json()

    def accept(self, caller, token, **changes):
        body = {
            "token": token,
            "password": PASSWORD,
            "phone": "+49 30 901820",
            "date_of_birth": "1990-05-17",
        } | changes
        return caller().post("auth/invitations/accept", body)

    def test_lets_them_sign_up_into_the_id_that_they_have(self, invited, caller, visitor, mailbox):
        person_id, token, _ = invited
        opened = caller().post("auth/invitations/open", {"token": token})
        assert opened.status_code == 200
        assert opened.json()["email"] == "new@example.org"
        accepted = self.accept(caller, token)
        assert accepted.status_code == 201, accepted.content
        assert accepted.json() == {
            "id": str(person_id),
            "email": "new@example.org",
            "needs_authenticator": False,
        }
        client = visitor()
        client.give_password("new@example.org")
        answer = client.give_code(mailbox.code("new@example.org"))
        claims = jwt.decode(
            answer.json()["meta"]["access_token"], options={"verify_signature": False}
        )
        assert (claims["sub"], claims["roles"]) == (str(person_id), ["customer"])

    def test_works_once(self, invited, caller):
        _, token, _ = invited
        assert self.accept(caller, token).status_code == 201
        again = self.accept(caller, token)
        assert (again.status_code, again.json()["code"]) == (404, "invitation_not_found")
        assert caller().post("auth/invitations/open", {"token": token}).status_code == 404
        assert User.objects.filter(email="new@example.org").count() == 1

    def test_works_for_seven_days(self, invited, caller):
        _, token, _ = invited
        past = timezone.now() - timedelta(seconds=1)
        Invitation.objects.update(expires_at=past)
        assert self.accept(caller, token).status_code == 404
        found = Invitation.objects.get()
        assert found.sent_at + timedelta(days=7) > timezone.now() + timedelta(days=6, hours=23)

    def test_keeps_no_token(self, invited):
        _, token, content = invited
        kept = Invitation.objects.get()
        assert token.encode() not in bytes(kept.token_hash)
        assert len(token) >= 43
        assert token not in json.dumps(content)

    @pytest.mark.parametrize("token", ["", "x", "x" * 43, "ü" * 10])
    def test_opens_for_no_other_token(self, invited, caller, token):
        assert caller().post("auth/invitations/open", {"token": token}).status_code in {400, 404}

    @pytest.mark.parametrize(
        ("changes", "status", "code"),
        [
            ({"password": "short"}, 400, "password_too_weak"),
            ({"password": "password1"}, 400, "password_too_weak"),
            ({"password": "new@example.org"}, 400, "password_too_weak"),
            ({"phone": "12"}, 400, "phone_invalid"),
            ({"date_of_birth": "2020-01-01"}, 422, "under_age"),
            ({"date_of_birth": "2999-01-01"}, 400, "date_of_birth_invalid"),
            ({"date_of_birth": "soon"}, 400, "invalid"),
            ({"roles": ["administrator"]}, 400, "invalid"),
        ],
        ids=str,
    )
    def test_refuses_what_sign_up_refuses(self, invited, caller, changes, status, code):
        _, token, _ = invited
        answer = self.accept(caller, token, **changes)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert self.accept(caller, token).status_code == 201

    def test_can_be_sent_again_which_ends_the_first_link(
        self, invited, administrators, mailbox, caller
    ):
        _, first, content = invited
        again = administrators[1].post(f"users/invitations/{content['id']}/resend")
        assert again.status_code == 200
        second = LINK.search(mailbox.to("new@example.org")[-1].body).group(1)
        assert self.accept(caller, first).status_code == 404
        assert self.accept(caller, second).status_code == 201
        late = administrators[1].post(f"users/invitations/{content['id']}/resend")
        assert (late.status_code, late.json()["code"]) == (409, "invitation_closed")

    def test_can_be_revoked(self, invited, administrators, caller):
        _, token, content = invited
        path = f"users/invitations/{content['id']}/revoke"
        revoked = administrators[0].post(path, WHY)
        assert revoked.json()["status"] == "revoked"
        assert self.accept(caller, token).status_code == 404
        assert administrators[0].post(path, WHY).status_code == 409
        (listed,) = administrators[0].get("users/invitations").json()["results"]
        assert listed["status"] == "revoked"

    def test_is_refused_for_who_signs_in_already(self, administrators, person, invited):
        ada = person()
        for body, code in (
            ({"email": "ADA@example.org"}, "email_taken"),
            ({"email": "new@example.org"}, "invitation_exists"),
            ({"email": "other@example.org", "person_id": str(ada.id)}, "person_taken"),
        ):
            answer = administrators[0].post("users/invitations", {"roles": ["customer"]} | body)
            assert (answer.status_code, answer.json()["code"]) == (409, code)

    def test_is_refused_to_who_signed_up_meanwhile(self, invited, caller, person):
        _, token, _ = invited
        person("new@example.org")
        answer = self.accept(caller, token)
        assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")
        assert Invitation.objects.get().accepted_at is None

    def test_is_forgotten_after_three_months(self, invited):
        commands.purge_invitations(now=timezone.now() + timedelta(days=89))
        assert Invitation.objects.exists()
        commands.purge_invitations(now=timezone.now() + timedelta(days=91))
        assert not Invitation.objects.exists()

    def test_is_limited_by_address(self, invited, caller):
        answers = [caller().post("auth/invitations/open", {"token": "x" * 43}) for _ in range(21)]
        assert answers[-1].status_code == 429
        assert int(answers[-1].headers["Retry-After"]) > 0

    @pytest.mark.parametrize(
        "body",
        [
            {"email": "no address", "roles": ["customer"]},
            {"email": "a@example.org", "roles": []},
            {"email": "a@example.org", "roles": ["owner"]},
            {"email": "a@example.org"},
            {"email": "a@example.org", "roles": ["customer"], "person_id": "1"},
        ],
        ids=str,
    )
    def test_needs_an_address_and_roles(self, administrators, body):
        assert administrators[0].post("users/invitations", body).status_code == 400


class TestInvitingStaff:
    BODY = {"email": "tina@example.org", "roles": ["teller"], "reason": "our new colleague"}

    def test_needs_a_second_administrator(self, administrators, mailbox, caller):
        maker, checker = administrators
        asked = maker.post("users/invitations", self.BODY)
        assert asked.status_code == 202
        assert asked.json()["approval"]["after"] == {
            "email": "tina@example.org",
            "roles": "teller",
        }
        assert mailbox.to("tina@example.org") == []
        (listed,) = maker.get("users/invitations").json()["results"]
        assert listed["status"] == "waiting_for_approval"
        own = approve(maker, asked)
        assert (own.status_code, own.json()["code"]) == (403, "own_request")
        assert approve(caller("supervisor"), asked).status_code == 404
        done = approve(checker, asked)
        assert done.status_code == 200, done.content
        assert done.json()["status"] == "approved"
        assert LINK.search(mailbox.to("tina@example.org")[-1].body)

    def test_gives_no_staff_role_before_an_authenticator_is_enrolled(
        self, administrators, mailbox, caller, visitor
    ):
        maker, checker = administrators
        approve(checker, maker.post("users/invitations", self.BODY))
        token = LINK.search(mailbox.to("tina@example.org")[-1].body).group(1)
        body = {
            "token": token,
            "password": PASSWORD,
            "phone": "+4930901820",
            "date_of_birth": "1990-05-17",
        }
        accepted = caller().post("auth/invitations/accept", body)
        assert accepted.json()["needs_authenticator"] is True
        client = visitor()
        client.give_password("tina@example.org")
        answer = client.give_code(mailbox.code("tina@example.org"))
        access = answer.json()["meta"]["access_token"]
        assert jwt.decode(access, options={"verify_signature": False})["roles"] == []
        header = {"Authorization": f"Bearer {access}"}
        me = client.http.get("/api/v1/auth/me", headers=header).json()
        assert me["staff_roles_held_back"] is True

        user = User.objects.get(email="tina@example.org")
        commands.enrol_authenticator(user=user, secret=TOTP_SECRET)
        again = visitor()
        again.give_password("tina@example.org")
        answer = again.call("POST", "auth/2fa/authenticate", {"code": totp_code()})
        access = answer.json()["meta"]["access_token"]
        assert jwt.decode(access, options={"verify_signature": False})["roles"] == ["teller"]
        header = {"Authorization": f"Bearer {access}"}
        me = again.http.get("/api/v1/auth/me", headers=header).json()
        assert me["staff_roles_held_back"] is False

    def test_that_was_revoked_is_not_sent_when_it_is_approved(self, administrators, mailbox):
        maker, checker = administrators
        asked = maker.post("users/invitations", self.BODY)
        invitation = Invitation.objects.get()
        unsent = maker.post(f"users/invitations/{invitation.id}/resend")
        assert unsent.json()["code"] == "invitation_closed"
        maker.post(f"users/invitations/{invitation.id}/revoke", WHY)
        done = approve(checker, asked)
        assert done.json()["failure"]["code"] == "invitation_closed"
        assert mailbox.to("tina@example.org") == []


class TestRoles:
    def ask(self, maker, user, *roles):
        return maker.post(f"users/{user.id}/roles", WHY | {"roles": list(roles)})

    def test_change_when_a_second_administrator_agrees(self, administrators, person, mailbox):
        maker, checker = administrators
        user = person("tina@example.org", roles=("teller", "customer"))
        asked = self.ask(maker, user, "supervisor", "customer")
        assert asked.json()["approval"]["before"]["roles"] == "customer, teller"
        assert asked.json()["approval"]["after"]["roles"] == "customer, supervisor"
        assert roles_of(user) == ["customer", "teller"]
        done = approve(checker, asked)
        assert done.json()["status"] == "approved", done.content
        assert roles_of(user) == ["customer", "supervisor"]
        assert "supervisor" in mailbox.to("tina@example.org")[-1].body
        event = SignInEvent.objects.get(event="roles_changed")
        assert (event.person_id, event.actor_id) == (user.id, checker.id)

    def test_do_not_change_by_ones_own_word(self, administrators, person):
        user = person(roles=("teller",))
        asked = self.ask(administrators[0], user, "supervisor")
        assert approve(administrators[0], asked).json()["code"] == "own_request"
        assert roles_of(user) == ["teller"]

    def test_are_not_gained_by_who_agrees(self, administrators, person):
        maker, checker = administrators
        gains = User.objects.get(id=checker.id)
        asked = self.ask(maker, gains, "administrator", "compliance")
        assert approve(checker, asked).json()["failure"]["code"] == "own_roles"
        assert roles_of(gains) == ["administrator"]

    def test_can_be_given_up_by_who_agrees(self, administrators):
        maker, checker = administrators
        loses = User.objects.get(id=checker.id)
        asked = self.ask(maker, loses, "auditor", "administrator")
        assert approve(checker, asked).json()["status"] == "failed"
        asked = self.ask(maker, loses, "customer")
        assert approve(checker, asked).json()["status"] == "failed"

    def test_that_changed_meanwhile_are_asked_for_again(self, administrators, person):
        maker, checker = administrators
        user = person(roles=("teller",))
        first, second = (self.ask(maker, user, role) for role in ("agent", "auditor"))
        assert approve(checker, first).json()["status"] == "approved"
        stale = approve(checker, second)
        assert (stale.status_code, stale.json()["code"]) == (409, "approval_stale")

    @pytest.mark.parametrize(
        ("body", "status"),
        [
            ({"roles": ["teller"]}, 409),
            ({"roles": ["teller", "teller"]}, 409),
            ({"roles": []}, 400),
            ({"roles": ["owner"]}, 400),
            ({"roles": "teller"}, 400),
            ({"roles": ["agent"], "reason": ""}, 400),
        ],
        ids=str,
    )
    def test_refuse_what_is_no_change(self, administrators, person, body, status):
        user = person(roles=("teller",))
        assert administrators[0].post(f"users/{user.id}/roles", WHY | body).status_code == status

    def test_work_from_the_next_refresh_on(self, administrators, staff_signed_in):
        maker, checker = administrators
        client, answer = staff_signed_in(roles=("teller",))
        user = User.objects.get(email="tina@example.org")
        approve(checker, self.ask(maker, user, "customer"))
        fresh = client.refresh(answer.json()["meta"]["refresh_token"]).json()["data"]
        claims = jwt.decode(fresh["access_token"], options={"verify_signature": False})
        assert claims["roles"] == ["customer"]


class TestTheLastAdministrator:
    @pytest.fixture
    def last(self, administrators):
        """The one active administrator, and one who was deactivated a minute ago."""
        User.objects.filter(id=administrators[1].id).update(is_active=False)
        return administrators

    def test_cannot_be_deactivated(self, last):
        answer = last[1].post(f"users/{last[0].id}/deactivate", WHY)
        assert (answer.status_code, answer.json()["code"]) == (422, "last_administrator")

    def test_cannot_lose_the_role(self, last):
        answer = last[0].post(f"users/{last[0].id}/roles", WHY | {"roles": ["auditor"]})
        assert (answer.status_code, answer.json()["code"]) == (422, "last_administrator")

    def test_cannot_lose_the_role_by_what_was_asked_for_before(self, administrators):
        first, second = administrators
        asked = first.post(f"users/{second.id}/roles", WHY | {"roles": ["auditor"]})
        User.objects.filter(id=first.id).update(is_active=False)
        done = approve(second, asked)
        assert done.json()["failure"]["code"] == "last_administrator"
        assert roles_of(User.objects.get(id=second.id)) == ["administrator"]

    def test_may_keep_the_role_and_gain_another(self, last):
        body = WHY | {"roles": ["administrator", "auditor"]}
        assert last[0].post(f"users/{last[0].id}/roles", body).status_code == 202

    def test_is_not_meant_when_somebody_else_goes(self, last, person):
        user = person()
        assert last[0].post(f"users/{user.id}/deactivate", WHY).status_code == 200


class TestAnAdministratorWhoWasSentAwayAMinuteAgo:
    """Their token still says what they were."""

    @pytest.fixture(params=["deactivated", "without the role"])
    def gone(self, request, administrators):
        user = User.objects.get(id=administrators[1].id)
        if request.param == "deactivated":
            User.objects.filter(id=user.id).update(is_active=False)
        else:
            user.groups.clear()
        return administrators[1]

    @pytest.mark.parametrize(
        ("path", "body"),
        [
            ("users/{own}/reactivate", WHY),
            ("users/{id}/deactivate", WHY),
            ("users/{id}/reactivate", WHY),
            ("users/{id}/reset-factors", WHY),
            ("users/{id}/roles", WHY | {"roles": ["auditor"]}),
            ("users/invitations", {"email": "x@example.org", "roles": ["customer"]}),
            ("users/invitations/{id}/revoke", WHY),
            ("users/invitations/{id}/resend", None),
        ],
    )
    def test_changes_nothing(self, gone, person, path, body):
        answer = gone.post(path.format(id=person().id, own=gone.id), body)
        assert (answer.status_code, answer.json()["code"]) == (401, "unproven")

    @pytest.fixture
    def asked(self, administrators, person):
        """A request that was made while both were administrators."""
        user = person(roles=("teller",))
        body = WHY | {"roles": ["supervisor"]}
        return administrators[0].post(f"users/{user.id}/roles", body)

    def test_agrees_to_nothing(self, asked, gone):
        assert approve(gone, asked).json()["status"] == "failed"
        assert roles_of(User.objects.get(email="ada@example.org")) == ["teller"]


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_two_administrators_who_remove_each_other_at_once_one_stays(person):
    for _ in range(5):
        users = [person(f"a{uuid4().hex}@example.org", roles=("administrator",)) for _ in "12"]
        start, outcomes = threading.Barrier(2), []

        def remove(actor, other, start=start, outcomes=outcomes):
            start.wait()
            try:
                commands.deactivate_person(
                    person_id=other.id, reason="race", actor_id=actor.id, now=timezone.now()
                )
                outcomes.append("gone")
            except commands.LastAdministrator:
                outcomes.append("refused")
            finally:
                connection.close()

        pairs = [users, users[::-1]]
        threads = [threading.Thread(target=remove, args=pair) for pair in pairs]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(outcomes) == ["gone", "refused"]
        User.objects.update(is_active=False)


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
def test_of_four_who_accept_one_invitation_at_once_one_does():
    sent = commands.invite_administrator(email="new@example.org", now=timezone.now())
    start, outcomes = threading.Barrier(4), []

    def accept():
        start.wait()
        try:
            commands.accept_invitation(
                token=sent.link.partition("#")[2],
                password=PASSWORD,
                phone="+4930901820",
                date_of_birth=date(1990, 5, 17),
                now=timezone.now(),
            )
            outcomes.append("made")
        except InvitationNotFound:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
    assert User.objects.filter(email="new@example.org").count() == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["deactivate", "reactivate", "take the role", "give the role"]),
        st.integers(0, 2),
        st.integers(0, 2),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_whatever_administrators_do_one_stays(person, steps):
    with transaction.atomic():
        users = [person(f"a{n}@example.org", roles=("administrator",)) for n in range(3)]
        for what, actor, subject in steps:
            with contextlib.suppress(BankError):
                _do(what, users[actor].id, users[subject].id)
            active = User.objects.filter(is_active=True, groups__name="administrator")
            assert active.exists()
        transaction.set_rollback(True)


def _do(what, actor_id, subject_id):
    now = timezone.now()
    if what == "deactivate":
        commands.deactivate_person(person_id=subject_id, reason="x", actor_id=actor_id, now=now)
    elif what == "reactivate":
        commands.reactivate_person(person_id=subject_id, reason="x", actor_id=actor_id, now=now)
    else:
        roles = ["administrator"] if what == "give the role" else ["auditor"]
        with transaction.atomic():
            carry_out_roles(
                arguments={"person_id": str(subject_id), "roles": roles},
                maker_id=actor_id,
                checker_id=actor_id,
                now=now,
            )


class TestDeactivating:
    def test_ends_everything_but_the_minutes_of_an_access_token(
        self, administrators, signed_in, visitor, mailbox, client
    ):
        admin = administrators[0]
        visit, answer = signed_in("app")
        browser = visitor("browser")
        browser.give_password("ada@example.org")
        browser.give_code(mailbox.code("ada@example.org"))
        user = User.objects.get(email="ada@example.org")
        done = admin.post(f"users/{user.id}/deactivate", WHY)
        assert done.status_code == 200
        assert done.json()["is_active"] is False
        tokens = answer.json()["meta"]
        assert visit.refresh(tokens["refresh_token"]).status_code == 400
        assert visit.mint().status_code == 401
        assert browser.mint().status_code == 401
        bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert client.get("/api/v1/auth/me", headers=bearer).status_code == 401
        assert "closed" in mailbox.to("ada@example.org")[-1].subject
        again = admin.post(f"users/{user.id}/deactivate", WHY)
        assert (again.status_code, again.json()["code"]) == (409, "person_inactive")

    def test_answers_a_sign_in_as_a_wrong_password(self, administrators, person, visitor, mailbox):
        user = person()
        administrators[0].post(f"users/{user.id}/deactivate", WHY)
        mails = len(mailbox.to("ada@example.org"))
        right = visitor().give_password("ada@example.org")
        wrong = visitor().give_password("ada@example.org", "wrong horse battery")
        assert right.status_code == wrong.status_code == 400
        assert right.json() == wrong.json()
        assert len(mailbox.to("ada@example.org")) == mails

    def test_stops_a_sign_in_that_waits_for_its_code(
        self, administrators, person, visitor, mailbox
    ):
        user = person()
        waiting = visitor()
        waiting.give_password("ada@example.org")
        code = mailbox.code("ada@example.org")
        administrators[0].post(f"users/{user.id}/deactivate", WHY)
        answer = waiting.give_code(code)
        assert answer.status_code != 200
        assert "access_token" not in answer.content.decode()
        assert waiting.mint().status_code == 401

    def test_is_undone_by_reactivating(self, administrators, person, visitor, mailbox, pending):
        user = person()
        admin = administrators[0]
        admin.post(f"users/{user.id}/deactivate", WHY)
        back = admin.post(f"users/{user.id}/reactivate", WHY)
        assert back.json()["is_active"] is True
        assert pending(visitor().give_password("ada@example.org")) == "login_by_code"
        again = admin.post(f"users/{user.id}/reactivate", WHY)
        assert (again.status_code, again.json()["code"]) == (409, "person_active")

    def test_is_not_for_oneself(self, administrators):
        admin = administrators[0]
        for action in ("deactivate", "reset-factors"):
            answer = admin.post(f"users/{admin.id}/{action}", WHY)
            assert (answer.status_code, answer.json()["code"]) == (403, "own_sign_in")

    @pytest.mark.parametrize("action", ["deactivate", "reactivate", "reset-factors"])
    @pytest.mark.parametrize("body", [{}, {"reason": " "}, WHY | {"is_active": True}], ids=str)
    def test_needs_a_reason(self, administrators, person, action, body):
        answer = administrators[0].post(f"users/{person().id}/{action}", body)
        assert answer.status_code == 400

    def test_is_written_down_with_its_reason(self, administrators, person):
        from kernel.audit.queries import list_edits

        user = person()
        administrators[0].post(f"users/{user.id}/deactivate", {"reason": "left the bank"})
        edits, _ = list_edits(service="auth", subject_type="person", subject_id=user.id, limit=10)
        assert (edits[0].action, edits[0].reason) == ("person_deactivated", "left the bank")
        assert (edits[0].actor_id, json.loads(edits[0].after)) == (
            administrators[0].id,
            {"is_active": False},
        )
        event = SignInEvent.objects.get(person=user, event="person_deactivated")
        assert event.actor_id == administrators[0].id


class TestResettingFactors:
    def test_makes_the_person_prove_the_mailbox_and_enrol_anew(
        self, administrators, staff_signed_in, visitor, mailbox
    ):
        admin = administrators[0]
        client, answer = staff_signed_in(roles=("teller",))
        user = User.objects.get(email="tina@example.org")
        done = admin.post(f"users/{user.id}/reset-factors", WHY)
        assert done.status_code == 200
        assert (done.json()["factors"], done.json()["email_verified"]) == ([], False)
        assert not Authenticator.objects.filter(user=user).exists()
        assert client.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400
        assert "second factors" in mailbox.to("tina@example.org")[-1].subject
        again = visitor()
        again.give_password("tina@example.org")
        answer = again.give_code(mailbox.code("tina@example.org"))
        assert answer.status_code == 200, answer.content
        claims = jwt.decode(
            answer.json()["meta"]["access_token"], options={"verify_signature": False}
        )
        assert claims["roles"] == []
        assert admin.get(f"users/{user.id}").json()["email_verified"] is True
