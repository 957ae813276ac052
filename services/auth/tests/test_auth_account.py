"""Changing what one signs in with: passwords and addresses; and what nobody learns by trying."""

from __future__ import annotations

import pytest

from services.auth.models import SignInEvent, User
from services.auth.tests.conftest import PASSWORD
from services.auth.tests.test_auth_factors import confirm

pytestmark = pytest.mark.django_db
EMAIL, NEW = "ada@example.org", "lovelace@example.org"


def events() -> list[str]:
    return list(SignInEvent.objects.order_by("position").values_list("event", flat=True))


class TestChangingThePassword:
    def change(self, client, new: str, current: str = PASSWORD):
        body = {"current_password": current, "new_password": new}
        return client.call("POST", "account/password/change", body)

    def test_ends_every_other_session_and_mails_the_owner(self, signed_in, visitor, mailbox):
        client, _ = signed_in()
        other = visitor()
        other.give_password(EMAIL)
        answer = other.give_code(mailbox.code(EMAIL))
        assert self.change(client, "another good phrase").status_code == 200
        assert other.mint().status_code == 401
        assert other.refresh(answer.json()["meta"]["refresh_token"]).status_code == 400
        assert client.mint().status_code == 200
        mail = mailbox.to(EMAIL)[-1]
        assert "password was changed" in mail.subject
        assert "Unknown device" in mail.body
        assert events()[-1] == "password_changed"

    def test_needs_the_current_one(self, signed_in):
        client, _ = signed_in()
        answer = self.change(client, "another good phrase", current="wrong horse")
        assert answer.status_code == 400
        assert User.objects.get().check_password(PASSWORD)

    def test_counts_wrong_ones_as_a_sign_in_does(self, signed_in, settings):
        settings.ACCOUNT_RATE_LIMITS = False
        client, _ = signed_in()
        for _ in range(10):
            assert self.change(client, "another phrase", current="wrong").status_code == 400
        locked = self.change(client, "another good phrase")
        assert (locked.status_code, locked.json()["code"]) == (429, "sign_in_locked")
        assert User.objects.get().check_password(PASSWORD)

    @pytest.mark.parametrize(
        "password",
        [
            "s3crets",
            "password123",
            "qwertyuiop",
            "12345678",
            "P@ssw0rd2026!",
            "!!Dragon1999",
            "1q2w3e4r5t!",
            "aaaaaaaaaaaa",
            "lkjhgfdsa",
            "90123456789",
            "BankingSystem2026",
            "8ank1ngSy5tem",
            "ada17051990",
            "17.05.1990",
            "example-1990",
            "ada@example.org",
            "+4930901820",
            "x" * 129,
        ],
    )
    def test_refuses_short_common_and_known_ones(self, signed_in, password):
        client, _ = signed_in()
        answer = self.change(client, password)
        assert answer.status_code == 400
        assert {error["param"] for error in answer.json()["errors"]} == {"new_password"}

    @pytest.mark.parametrize(
        "password",
        [
            "vixen jar",
            "x7" * 32,
            "ab" * 64,
            "пароль-кот",
            "correct horse staple",
            "dragon eats my passwords",
            "1990 was a good year",
        ],
    )
    def test_asks_for_no_kinds_of_letters(self, signed_in, password):
        client, _ = signed_in()
        assert self.change(client, password).status_code == 200
        assert User.objects.get().check_password(password)


class TestChangingTheAddress:
    def test_needs_a_fresh_proof(self, signed_in):
        client, _ = signed_in()
        assert client.call("POST", "account/email", {"email": NEW}).status_code == 401

    def test_needs_a_proof_of_the_new_one_and_tells_the_old_one(
        self, signed_in, visitor, mailbox, pending
    ):
        client, _ = signed_in()
        confirm(client)
        assert client.call("POST", "account/email", {"email": NEW}).status_code == 200
        assert User.objects.get().email == EMAIL
        code = mailbox.code(NEW)
        assert mailbox.to(EMAIL)[-1].subject != mailbox.to(NEW)[-1].subject
        assert client.verify(code).status_code == 200
        assert User.objects.get().email == NEW
        told = mailbox.to(EMAIL)[-1]
        assert "e-mail address was changed" in told.subject
        assert NEW not in told.body
        assert "email_changed" in events()
        assert visitor().give_password(EMAIL).status_code == 400
        assert pending(visitor().give_password(NEW)) == "login_by_code"

    def test_to_somebody_elses_changes_nothing(self, signed_in, person, mailbox):
        client, _ = signed_in()
        person(NEW)
        confirm(client)
        client.call("POST", "account/email", {"email": NEW})
        # Even with the code out of that mailbox.
        assert client.verify(mailbox.code(NEW)).status_code == 400
        assert sorted(User.objects.values_list("email", flat=True)) == sorted([EMAIL, NEW])
        assert User.objects.filter(email=EMAIL).exists()


class TestWork:
    """Known and unknown addresses cost equal numbers of hashes."""

    @pytest.fixture
    def hashes(self, monkeypatch):
        from django.contrib.auth.hashers import Argon2PasswordHasher

        made: list[str] = []
        for name in ("encode", "verify"):
            real = getattr(Argon2PasswordHasher, name)

            def counted(self, password, *rest, _real=real, _name=name):
                made.append(_name)
                return _real(self, password, *rest)

            monkeypatch.setattr(Argon2PasswordHasher, name, counted)
        return made

    @pytest.mark.parametrize("flow", ["sign in", "sign up", "forget"])
    def test_is_equal(self, flow, visitor, person, settings, hashes):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        person(EMAIL)
        counts = []
        for email in (EMAIL, NEW):
            client = visitor()
            hashes.clear()
            if flow == "sign in":
                client.give_password(email, "wrong horse")
            elif flow == "sign up":
                client.sign_up(email)
                client.call("POST", "auth/email/verify/resend")
                client.verify("000000")
            else:
                client.call("POST", "auth/password/request", {"email": email})
                body = {"key": "000000", "password": "another good phrase"}
                client.call("POST", "auth/password/reset", body)
            counts.append(len(hashes))
        assert counts[0] == counts[1]
        assert counts[0] == (0 if flow == "forget" else 1)


class TestLimits:
    def attempt(self, visitor, number: int, **headers: str):
        body = {"email": f"nobody{number}@example.org", "password": "wrong horse"}
        return visitor().call("POST", "auth/login", body, **headers)

    @pytest.fixture(autouse=True)
    def _as_in_production(self, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
            "login": "5/m/ip",
            "login_failed": "5/m/ip,5/300s/key",
            "reset_password": "5/m/ip,5/m/key",
        }

    @pytest.mark.parametrize(
        "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"]
    )
    def test_hold_whatever_address_a_client_claims(self, visitor, db, header):
        statuses = [
            self.attempt(visitor, number, **{header: f"10.0.0.{number}"}).status_code
            for number in range(6)
        ]
        assert statuses == [400] * 5 + [429]

    def test_believe_the_last_proxy_only(self, visitor, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        statuses = [
            self.attempt(visitor, n, **{"X-Forwarded-For": f"10.0.0.{n}, 10.9.9.9"}).status_code
            for n in range(6)
        ]
        assert statuses == [400] * 5 + [429]

    def test_count_an_ipv6_network_as_one(self, visitor, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        statuses = [
            self.attempt(visitor, n, **{"X-Forwarded-For": f"2001:db8::{n:x}:1"}).status_code
            for n in range(6)
        ]
        assert statuses == [400] * 5 + [429]
        other = self.attempt(visitor, 9, **{"X-Forwarded-For": "2001:db8:0:1::1"})
        assert other.status_code == 400

    def test_answer_with_a_problem_that_says_when(self, visitor):
        answers = [self.attempt(visitor, number) for number in range(6)]
        last = answers[-1]
        assert last.headers["Content-Type"] == "application/problem+json"
        assert last.json()["code"] == "too_many_requests"
        assert 1 <= int(last.headers["Retry-After"]) <= 60

    def test_say_how_long_an_address_waits(self, visitor, person, settings):
        settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "30/m/ip"}
        person(EMAIL)
        answers = [visitor().give_password(EMAIL, "wrong horse") for _ in range(6)]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        # The limit of the network address would be over in a minute; that of the person is not.
        assert 240 < int(answers[-1].headers["Retry-After"]) <= 300

    def test_hold_for_codes_too(self, visitor):
        statuses = [
            visitor().call("POST", "auth/password/request", {"email": EMAIL}).status_code
            for _ in range(6)
        ]
        assert statuses == [401] * 5 + [429]


def test_every_notice_is_in_the_banks_own_words():
    """A mail of allauth's that nobody wrote anew would speak of another site."""
    from pathlib import Path

    import allauth

    from services.auth.signin.mails import TEMPLATES

    root = Path(allauth.__file__).parent / "templates"
    theirs = {
        f"{folder}/email/{path.name.removesuffix('_subject.txt')}"
        for folder in ("account", "mfa")
        for path in (root / folder / "email").glob("*_subject.txt")
    }
    # Links, which the bank never mails.
    links = {"account/email/email_confirm", "account/email/password_reset_key"}
    assert theirs - links <= set(TEMPLATES)
