from __future__ import annotations

import time

import pytest

from services.auth.models import User

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


class TestPasswordThenCode:
    def test_signs_in(self, either, person, mailbox, pending):
        person()
        assert pending(either.give_password("ADA@example.org")) == "login_by_code"
        assert either.call("GET", "auth/session").status_code == 401
        assert either.mint().status_code == 401
        answer = either.give_code(mailbox.code(EMAIL))
        assert answer.status_code == 200
        assert either.call("GET", "auth/session").status_code == 200
        assert either.mint().status_code == 200

    def test_mails_six_digits_on_a_line_of_their_own(self, visitor, person, mailbox, settings):
        settings.BANK_NAME = "Müller & Söhne"
        person()
        visitor().give_password(EMAIL)
        message = mailbox.to(EMAIL)[-1]
        assert message.subject == "Müller & Söhne: your sign-in code"
        assert mailbox.code(EMAIL) in message.body.splitlines()
        assert mailbox.code(EMAIL) not in message.subject
        assert message.alternatives == []

    def test_refuses_a_wrong_password_without_a_mail(self, either, person, mailbox):
        person()
        answer = either.give_password(EMAIL, "wrong horse")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "email_password_mismatch"
        assert mailbox.to(EMAIL) == []

    def test_stops_after_five_wrong_passwords(self, visitor, person):
        person()
        codes = [
            visitor().give_password(EMAIL, "wrong horse").json()["errors"][0]["code"]
            for _ in range(6)
        ]
        assert codes == ["email_password_mismatch"] * 5 + ["too_many_login_attempts"]

    def test_lets_nobody_past_the_limit_with_a_forged_address(self, visitor, person):
        person()
        answers = [
            visitor().call(
                "POST",
                "auth/login",
                {"email": f"nobody{n}@example.org", "password": "wrong horse"},
                **{"X-Forwarded-For": f"10.0.0.{n}"},
            )
            for n in range(11)
        ]
        assert answers[-1].json()["errors"][0]["code"] == "too_many_login_attempts"

    def test_opens_no_way_in_by_code_alone(self, visitor, person, mailbox):
        person()
        assert visitor().call("POST", "auth/code/request", {"email": EMAIL}).status_code == 404
        assert mailbox.to(EMAIL) == []

    def test_keeps_an_inactive_person_out(self, either, person, mailbox, pending):
        User.objects.filter(id=person().id).update(is_active=False)
        assert pending(either.give_password(EMAIL)) is None
        assert mailbox.to(EMAIL) == []
        assert either.mint().status_code == 401

    def test_keeps_a_person_out_who_is_deactivated_between_the_steps(self, either, person, mailbox):
        user = person()
        either.give_password(EMAIL)
        User.objects.filter(id=user.id).update(is_active=False)
        either.give_code(mailbox.code(EMAIL))
        assert either.mint().status_code == 401

    def test_needs_the_code_again_after_signing_out(self, signed_in, pending):
        client, _ = signed_in("browser")
        assert client.call("DELETE", "auth/session").status_code == 401
        assert client.mint().status_code == 401
        assert pending(client.give_password(EMAIL)) == "login_by_code"

    def test_asks_an_enrolled_person_for_the_authenticator_instead(
        self, either, person, mailbox, pending
    ):
        from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

        user = person()
        secret = generate_totp_secret()
        totp = TOTP.activate(user, secret)
        assert secret not in str(totp.instance.data)
        assert pending(either.give_password(EMAIL)) == "mfa_authenticate"
        assert mailbox.to(EMAIL) == []
        assert either.mint().status_code == 401


class TestCodes:
    def test_wrong_ones_are_refused_and_the_fifth_ends_it(self, either, person, mailbox):
        person()
        either.give_password(EMAIL)
        code = mailbox.code(EMAIL)
        for _ in range(5):
            assert either.give_code(wrong(code)).status_code == 400
        assert either.give_code(code).status_code == 409
        assert either.mint().status_code == 401

    def test_work_once(self, visitor, person, mailbox):
        person()
        client = visitor()
        client.give_password(EMAIL)
        code = mailbox.code(EMAIL)
        assert client.give_code(code).status_code == 200
        assert client.give_code(code).status_code == 409
        other = visitor()
        other.give_password(EMAIL)
        if mailbox.code(EMAIL) != code:
            assert other.give_code(code).status_code == 400

    def test_die_after_five_minutes(self, either, person, mailbox, monkeypatch):
        person()
        either.give_password(EMAIL)
        later = time.time() + 301
        monkeypatch.setattr("time.time", lambda: later)
        assert either.give_code(mailbox.code(EMAIL)).status_code == 409

    def test_work_only_in_the_session_that_asked(self, visitor, person, mailbox):
        person()
        mine, other = visitor(), visitor()
        mine.give_password(EMAIL)
        first = mailbox.code(EMAIL)
        other.give_password(EMAIL)
        if mailbox.code(EMAIL) != first:
            assert other.give_code(first).status_code == 400
        assert mine.give_code(first).status_code == 200

    def test_are_sent_again_and_the_first_is_void(self, either, person, mailbox):
        person()
        either.give_password(EMAIL)
        first = mailbox.code(EMAIL)
        assert either.call("POST", "auth/code/resend").status_code == 200
        second = mailbox.code(EMAIL)
        assert len(mailbox.to(EMAIL)) == 2
        if first != second:
            assert either.give_code(first).status_code == 400
        assert either.give_code(second).status_code == 200

    def test_are_sent_again_twice_only(self, either, person, mailbox):
        person()
        either.give_password(EMAIL)
        answers = [either.call("POST", "auth/code/resend").status_code for _ in range(3)]
        assert answers == [200, 200, 409]

    def test_are_not_sent_again_to_a_stranger(self, either):
        assert either.call("POST", "auth/code/resend").status_code == 409

    def test_sending_again_gives_no_more_tries(self, either, person, mailbox):
        person()
        either.give_password(EMAIL)
        for _ in range(4):
            either.give_code(wrong(mailbox.code(EMAIL)))
        either.call("POST", "auth/code/resend")
        assert either.give_code(wrong(mailbox.code(EMAIL))).status_code == 400
        assert either.give_code(mailbox.code(EMAIL)).status_code == 409

    def test_counters_survive_the_loss_of_the_cache(self, either, person, mailbox):
        from django.core.cache import cache

        person()
        either.give_password(EMAIL)
        for _ in range(5):
            cache.clear()
            either.give_code(wrong(mailbox.code(EMAIL)))
        assert either.give_code(mailbox.code(EMAIL)).status_code == 409
