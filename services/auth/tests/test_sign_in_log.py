from __future__ import annotations

import smtplib

import pytest
from prometheus_client import REGISTRY

from services.auth.models import SignInEvent

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def sample(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def codes(stage: str, purpose: str = "sign_in") -> float:
    labels = {"stage": stage, "channel": "email", "provider": "memory", "purpose": purpose}
    return sample("bank_otp_events_total", **labels)


def logins(outcome: str, factor: str) -> float:
    return sample("bank_logins_total", outcome=outcome, factor=factor)


def lines() -> list[tuple]:
    return list(SignInEvent.objects.order_by("id").values_list("result", "factor"))


class TestSignInLog:
    def test_keeps_a_sign_in_and_a_sign_out(self, signed_in):
        client, _ = signed_in("browser")
        client.call("DELETE", "auth/session")
        assert lines() == [("succeeded", "email_code"), ("signed_out", "none")]
        event = SignInEvent.objects.first()
        assert event.person.email == EMAIL
        assert event.address == "127.0.0.1"

    def test_keeps_failures_of_known_and_unknown_people(self, visitor, person):
        user = person()
        for email in (EMAIL, "nobody@example.org"):
            visitor().give_password(email, "wrong horse")
        assert lines() == [("failed", "password")] * 2
        people = SignInEvent.objects.order_by("id").values_list("person_id", flat=True)
        assert list(people) == [user.id, None]

    def test_keeps_wrong_codes_and_the_lock(self, visitor, person):
        person()
        client = visitor()
        client.give_password(EMAIL)
        for _ in range(5):
            client.give_code("00000x")
        assert lines() == [("failed", "email_code")] * 4 + [("locked", "email_code")]

    def test_cuts_what_a_device_says_of_itself(self, visitor, person):
        person()
        body = {"email": EMAIL, "password": "wrong horse"}
        visitor().call("POST", "auth/login", body, **{"User-Agent": "x" * 5000})
        assert SignInEvent.objects.get().device == "x" * 200


class TestMetrics:
    def test_count_the_way_of_a_code(self, visitor, person, mailbox):
        person()
        stages = ("requested", "sent", "resent", "rejected", "verified", "locked")
        before = {stage: codes(stage) for stage in stages}
        signed_in_before = logins("succeeded", "email_code")
        client = visitor()
        client.give_password(EMAIL)
        client.call("POST", "auth/code/resend")
        client.give_code("00000x")
        client.give_code(mailbox.code(EMAIL))
        after = {stage: codes(stage) - before[stage] for stage in stages}
        assert after == {
            "requested": 2,
            "sent": 2,
            "resent": 1,
            "rejected": 1,
            "verified": 1,
            "locked": 0,
        }
        assert logins("succeeded", "email_code") - signed_in_before == 1

    def test_count_a_sign_up(self, visitor, mailbox):
        before = codes("verified", "verify_email")
        client = visitor()
        client.sign_up("new@example.org")
        client.verify(mailbox.code("new@example.org"))
        assert codes("verified", "verify_email") - before == 1

    def test_count_failures(self, visitor, person):
        person()
        before = logins("failed", "password")
        visitor().give_password(EMAIL, "wrong horse")
        assert logins("failed", "password") - before == 1


class TestMail:
    def test_that_fails_is_no_error_and_names_nobody(
        self, visitor, person, monkeypatch, pending, logged
    ):
        def fail(*_args, **_kwargs):
            raise smtplib.SMTPRecipientsRefused({EMAIL: (550, b"no such box")})

        person()
        before = codes("failed")
        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", fail)
        assert pending(visitor().give_password(EMAIL)) == "login_by_code"
        assert codes("failed") - before == 1
        lines = logged()
        assert "mail.failed" in lines
        assert EMAIL not in lines

    def test_of_every_kind_can_be_written(self, signed_in, mailbox):
        from services.auth.tests.conftest import PASSWORD

        client, _ = signed_in()
        body = {"current_password": PASSWORD, "new_password": "another good phrase"}
        client.call("POST", "account/password/change", body)
        assert "assword" in mailbox.to(EMAIL)[-1].subject


def test_logs_hold_no_secret_and_no_personal_data(visitor, mailbox, logged):
    email, password = "canary@example.org", "canary horse battery"
    client = visitor()
    client.sign_up(email, password=password)
    codes_seen = [mailbox.code(email)]
    answer = client.verify(codes_seen[0])
    client.call("DELETE", "auth/session")
    again = visitor()
    again.give_password(email, "wrong canary")
    again.give_password(email, password)
    codes_seen.append(mailbox.code(email))
    again.give_code("00000x")
    again.give_code(codes_seen[1])
    lines = logged()
    assert "request.answered" in lines
    meta = answer.json()["meta"]
    tokens = [meta[name] for name in ("access_token", "refresh_token")]
    secrets = ["canary", "4930901820", "1990-05-17", again.session_token, *tokens, *codes_seen]
    assert [secret for secret in secrets if secret in lines] == []
