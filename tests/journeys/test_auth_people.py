"""A person's own sign-in: passwords, apps, recovery codes, passkeys, sessions, attacks."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from config.demo.people import CUSTOMERS
from tests.journeys.client import Mailbox, Person, UnexpectedAnswer
from tests.journeys.customer import content
from tests.journeys.signing_in import (
    add_passkey,
    claims,
    enrol_app,
    give_password,
    waits_for,
)
from tests.journeys.waiting import wait_until

OTHER_PASSWORD = "another staple phrase"


def subjects(person: Person) -> list[str]:
    return [mail.subject for mail in Mailbox(person.mail_dir).mails(person.email)]


def other_device(new_person, person: Person) -> Person:
    """Return the same person on another device."""
    return new_person(email=person.email, password=person.password)


def is_over(person: Person) -> bool:
    """Return whether a session gives no tokens any more."""
    try:
        person.renew()
    except UnexpectedAnswer:
        return True
    return False


class TestPasswords:
    def test_a_forgotten_one_is_replaced_by_a_mailed_code_and_ends_every_session(self, new_person):
        person = new_person().sign_up()
        stranger = other_device(new_person, person)
        before = len(Mailbox(person.mail_dir).codes(person.email))
        stranger.auth("POST", "auth/password/request", {"email": person.email})
        code = Mailbox(person.mail_dir).wait_for_code(person.email, beyond=before)
        body = {"key": code, "password": OTHER_PASSWORD}
        answer = stranger.auth("POST", "auth/password/reset", body)
        # Who forgot the password still needs a second factor.
        assert answer.status_code == 401, answer.text
        assert is_over(person)
        assert any("password" in subject for subject in subjects(person))
        content(give_password(stranger), status=400)
        stranger.password = OTHER_PASSWORD
        assert stranger.sign_in().get("/auth/me").status_code == 200
        # The code has been used.
        again = other_device(new_person, person)
        again.auth("POST", "auth/password/request", {"email": person.email})
        content(again.auth("POST", "auth/password/reset", body), status=400)

    def test_a_changed_one_ends_the_other_sessions_and_tells_the_owner(self, new_person):
        person = new_person().sign_up()
        other = other_device(new_person, person).sign_in()
        body = {"current_password": person.password, "new_password": OTHER_PASSWORD}
        person.auth("POST", "account/password/change", body)
        assert is_over(other)
        assert other.auth("GET", "auth/session").status_code in {401, 410}
        person.password = OTHER_PASSWORD
        assert person.auth("GET", "auth/session").status_code == 200
        wait_until(
            lambda: [subject for subject in subjects(person) if "password" in subject],
            what="a mail to the owner",
        )


class TestFactors:
    def test_an_app_is_asked_for_and_each_code_works_once(self, new_person):
        person = new_person().sign_up()
        app = enrol_app(person)
        mails = len(subjects(person))
        assert waits_for(give_password(person)) == "mfa_authenticate"
        code = app.code()
        person.finish("auth/2fa/authenticate", {"code": code})
        assert claims(person)["amr"] == ["mfa", "otp", "pwd"]
        give_password(person)
        content(person.auth("POST", "auth/2fa/authenticate", {"code": code}), status=400)
        person.finish("auth/2fa/authenticate", {"code": app.code()})
        assert len(Mailbox(person.mail_dir).codes(person.email)) == 1
        assert len(subjects(person)) == mails

    def test_of_five_uses_of_one_code_at_once_one_signs_in(self, new_person):
        person = new_person().sign_up()
        code = enrol_app(person).code()
        devices = [other_device(new_person, person) for _ in range(5)]
        for device in devices:
            assert waits_for(give_password(device)) == "mfa_authenticate"

        def show(device: Person) -> int:
            return device.auth("POST", "auth/2fa/authenticate", {"code": code}).status_code

        with ThreadPoolExecutor(len(devices)) as pool:
            statuses = Counter(pool.map(show, devices))
        assert statuses[200] == 1
        assert set(statuses) <= {200, 400, 429}

    def test_a_recovery_code_opens_the_door_once(self, new_person):
        person = new_person().sign_up()
        enrol_app(person)
        made = content(person.auth("POST", "account/authenticators/recovery-codes"))
        code = made["data"]["unused_codes"][0]
        give_password(person)
        person.finish("auth/2fa/authenticate", {"code": code})
        assert claims(person)["amr"] == ["mfa", "pwd", "recovery"]
        give_password(person)
        content(person.auth("POST", "auth/2fa/authenticate", {"code": code}), status=400)

    def test_a_passkey_opens_the_bank_alone(self, new_person, kind):
        if kind == "split":
            pytest.skip("Passkeys need https there.")
        person = new_person().sign_up()
        passkey = add_passkey(person)
        elsewhere = other_device(new_person, person)
        asked = content(elsewhere.auth("GET", "auth/webauthn/login"))["data"]["request_options"]
        body = {"credential": passkey.get(asked)}
        elsewhere.finish("auth/webauthn/login", body)
        assert claims(elsewhere)["amr"] == ["pop"]
        assert claims(elsewhere)["sub"] == claims(person)["sub"]
        replay = other_device(new_person, person)
        replay.auth("GET", "auth/webauthn/login")
        content(replay.auth("POST", "auth/webauthn/login", body), status=400)


class TestSessions:
    def test_are_listed_and_ended_one_by_one(self, new_person):
        person = new_person().sign_up()
        other = other_device(new_person, person).sign_in()
        listed = content(person.auth("GET", "auth/sessions"))["data"]
        (theirs,) = [session["id"] for session in listed if not session["is_current"]]
        content(person.auth("DELETE", "auth/sessions", {"sessions": [theirs]}))
        assert is_over(other)
        assert not is_over(person)

    def test_of_five_uses_of_a_refresh_token_at_once_one_wins_and_the_session_lives(
        self, bank, new_person
    ):
        person = new_person().sign_up()
        body = {"refresh_token": person.refresh_token}
        address = f"{bank.base_url}/api/v1/auth/app/v1/tokens/refresh"

        def trade(_: int) -> httpx.Response:
            return httpx.post(address, json=body, timeout=30.0)

        with ThreadPoolExecutor(5) as pool:
            answers = list(pool.map(trade, range(5)))
        statuses = Counter(answer.status_code for answer in answers)
        assert statuses[200] == 1
        assert all(status < 500 for status in statuses), statuses
        (won,) = [answer for answer in answers if answer.status_code == 200]
        person.refresh_token = won.json()["data"]["refresh_token"]
        person.renew()
        assert person.get("/auth/me").status_code == 200

    def test_activity_tells_all_of_it_newest_first(self, new_person):
        person = new_person().sign_up()
        content(give_password(other_device(new_person, person), "wrong horse"), status=400)
        person.sign_out()
        person.sign_in()
        results = content(person.get("/auth/activity"))["results"]
        told = [(line["event"], line["result"]) for line in results]
        assert told[:3] == [
            ("sign_in", "succeeded"),
            ("sign_out", "succeeded"),
            ("sign_in", "failed"),
        ]
        assert ("signed_up", "succeeded") in told


class TestGuessing:
    def test_of_a_mailed_code_ends_after_ten_in_an_hour_however_often_one_begins(self, new_person):
        owner = new_person().sign_up()
        looked_at = 0
        for _ in range(3):
            guesser = other_device(new_person, owner)
            before = len(Mailbox(owner.mail_dir).codes(owner.email))
            begun = give_password(guesser)
            if begun.status_code == 429:
                break
            code = Mailbox(owner.mail_dir).wait_for_code(owner.email, beyond=before)
            for number in range(1, 7):
                wrong = f"{(int(code) + number) % 10**6:06d}"
                answer = guesser.auth("POST", "auth/code/confirm", {"code": wrong})
                looked_at += answer.status_code == 400
            # The right one is too late.
            late = guesser.auth("POST", "auth/code/confirm", {"code": code})
            assert late.status_code in {401, 409, 429}, late.text
        assert looked_at == 10
        locked = content(give_password(other_device(new_person, owner)), status=429)
        assert locked["code"] == "codes_locked"
        told = [subject for subject in subjects(owner) if "too many wrong codes" in subject]
        assert len(told) == 1

    def test_of_a_password_ends_after_ten_for_known_and_unknown_addresses_alike(self, new_person):
        known = new_person().sign_up()
        told: list[list[Any]] = []
        for person in (known, new_person()):
            answers = [give_password(person, "wrong horse") for _ in range(11)]
            told.append([_said(answer) for answer in answers])
        assert told[0] == told[1]
        assert told[0][-1][0] == 429
        # Not even the right one, from anywhere.
        late = give_password(other_device(new_person, known))
        assert (late.status_code, int(late.headers["Retry-After"]) > 0) == (429, True)


class TestAddresses:
    def test_of_customers_are_told_from_others_by_no_answer(self, new_person):
        # Somebody who did not sign up in these seconds: mails to one address keep their distance.
        known, unknown = CUSTOMERS[0].email, new_person().email
        told = []
        for email in (known, unknown):
            visitor = new_person()
            body = {
                "email": email,
                "password": OTHER_PASSWORD,
                "phone": visitor.phone,
                "date_of_birth": visitor.date_of_birth,
            }
            answers = [
                visitor.auth("POST", "auth/login", {"email": email, "password": "wrong horse"}),
                visitor.auth("POST", "auth/password/request", {"email": email}),
                visitor.auth("POST", "auth/password/reset", {"key": "0000x0", "password": "x"}),
            ]
            visitor.session_token = ""
            answers += [
                visitor.auth("POST", "auth/signup", body),
                visitor.auth("POST", "auth/email/verify", {"key": "0000x0"}),
                visitor.auth("GET", "auth/session"),
            ]
            told.append([_said(answer, email=email) for answer in answers])
        assert told[0] == told[1]


def _said(answer: httpx.Response, *, email: str = "") -> tuple[int, Any]:
    """Return an answer without what differs from request to request."""
    body = answer.json()
    body.pop("request_id", None)
    body.get("meta", {}).pop("session_token", None)
    text = str(body)
    return answer.status_code, text.replace(email, "<address>") if email else text
