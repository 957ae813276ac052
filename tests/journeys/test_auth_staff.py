"""Staff: invited, with an authenticator, in roles that two people gave them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.client import Mailbox, Person, UnexpectedAnswer
from tests.journeys.customer import content
from tests.journeys.signing_in import (
    Staff,
    accept_invitation,
    approve,
    claims,
    enrol_app,
    give_password,
    join_staff,
    new_administrator,
    newest_mail,
    waits_for,
)

WHY = {"reason": "It is part of the story."}


@pytest.fixture(scope="module")
def maker(bank, new_person) -> Staff:
    return new_administrator(bank, new_person)


@pytest.fixture(scope="module")
def checker(bank, new_person) -> Staff:
    return new_administrator(bank, new_person)


@pytest.fixture(scope="module")
def auditor(maker, checker, new_person) -> Staff:
    return invited(maker, checker, new_person, role="auditor")


def ask_for(maker: Staff, staff: Staff, *roles: str):
    body = {"roles": list(roles), **WHY}
    return maker.person.post(f"/users/{staff.id}/roles", json=body)


def invited(maker: Staff, checker: Staff, new_person: Callable[..., Person], *, role: str) -> Staff:
    """Return somebody new in a role, invited by one administrator and agreed to by another."""
    person = new_person()
    asked = maker.person.post("/users/invitations", json={"email": person.email, "roles": [role]})
    assert Mailbox(person.mail_dir).mails(person.email) == []
    assert content(approve(checker, asked))["status"] == "approved"
    return join_staff(person, text=newest_mail(person))


class TestInvited:
    def test_staff_have_no_staff_role_by_a_mailed_code_and_have_it_by_their_app(
        self, maker, checker, new_person
    ):
        person = new_person()
        body = {"email": person.email, "roles": ["teller"]}
        asked = maker.person.post("/users/invitations", json=body)
        own = approve(maker, asked)
        assert content(own, status=403)["code"] == "own_request"
        content(approve(checker, asked))
        accept_invitation(person, text=newest_mail(person))
        person.sign_in()
        assert claims(person)["roles"] == []
        assert content(person.get("/auth/me"))["staff_roles_held_back"] is True
        app = enrol_app(person)
        assert waits_for(give_password(person)) == "mfa_authenticate"
        person.finish("auth/2fa/authenticate", {"code": app.code()})
        assert claims(person)["roles"] == ["teller"]

    def test_a_link_works_once(self, maker, checker, new_person):
        person = new_person()
        body = {"email": person.email, "roles": ["agent"]}
        content(approve(checker, maker.person.post("/users/invitations", json=body)))
        text = newest_mail(person)
        accept_invitation(person, text=text)
        with pytest.raises(UnexpectedAnswer, match="404"):
            accept_invitation(person, text=text)


class TestRoles:
    def test_change_when_a_second_administrator_agrees_and_not_before(
        self, maker, checker, new_person
    ):
        teller = invited(maker, checker, new_person, role="teller")
        asked = ask_for(maker, teller, "teller", "supervisor")
        content(approve(maker, asked), status=403)
        teller.person.renew()
        assert claims(teller.person)["roles"] == ["teller"]
        content(approve(checker, asked))
        teller.person.renew()
        assert claims(teller.person)["roles"] == ["supervisor", "teller"]

    def test_are_for_administrators_to_change(self, auditor, maker):
        refused = ask_for(auditor, maker, "customer")
        assert content(refused, status=403)["code"] == "permission_denied"


class TestDeactivated:
    def test_people_refresh_no_more_and_sign_in_no_more_until_they_are_reactivated(
        self, maker, new_person
    ):
        person = new_person().sign_up()
        identity = claims(person)["sub"]
        content(maker.person.post(f"/users/{identity}/deactivate", json=WHY))
        with pytest.raises(UnexpectedAnswer):
            person.renew()
        refused = give_password(person)
        assert refused.status_code == give_password(person, "wrong horse").status_code == 400
        # The token that was out lives for its five minutes at most; auth itself knows better.
        assert claims(person)["exp"] - claims(person)["iat"] == 300
        person.session_token = ""
        assert person.get("/auth/me").status_code == 401
        content(maker.person.post(f"/users/{identity}/reactivate", json=WHY))
        person.sign_in()
        assert person.get("/auth/me").status_code == 200

    def test_nobody_is_by_themselves(self, maker):
        refused = maker.person.post(f"/users/{maker.id}/deactivate", json=WHY)
        assert refused.status_code in {403, 409}, refused.text


class TestLosingAFactor:
    def test_makes_a_person_prove_the_mailbox_and_enrol_anew(self, maker, checker, new_person):
        teller = invited(maker, checker, new_person, role="teller")
        content(maker.person.post(f"/users/{teller.id}/reset-factors", json=WHY))
        with pytest.raises(UnexpectedAnswer):
            teller.person.renew()
        teller.person.sign_in()
        assert claims(teller.person)["roles"] == []


class TestTheLog:
    def test_is_shown_to_auditors_and_to_nobody_else(self, auditor, maker, new_person):
        somebody = new_person().sign_up()
        own = content(somebody.get("/auth/activity"))["results"]
        params = {"person": claims(somebody)["sub"]}
        seen = content(auditor.person.get("/auth/activity", params=params))["results"]
        assert [line["event"] for line in seen] == [line["event"] for line in own]
        params = {"person": maker.id}
        content(somebody.get("/auth/activity", params=params), status=403)

    def test_is_whole_after_all_that(self, bank, maker):
        told = bank.manage("verify_audit")
        assert "ok     sign_in: " in told
        assert "Every chain holds." in told
