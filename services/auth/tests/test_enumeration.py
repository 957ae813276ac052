from __future__ import annotations

import pytest

from services.auth.tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
KNOWN, UNKNOWN = "ada@example.org", "nobody@example.org"


def without_secrets(answer) -> tuple[int, dict, set]:
    body = answer.json()
    body.get("meta", {}).pop("session_token", None)
    headers = set(answer.headers) | set(answer.cookies)
    return answer.status_code, body, headers


class TestKnownAndUnknownAddresses:
    def test_sign_up_alike_to_the_last_step(self, visitor, either, person, mailbox):
        person(KNOWN)
        stories = []
        for email in (KNOWN, UNKNOWN):
            client = visitor(either.kind)
            stories.append(
                [
                    without_secrets(client.sign_up(email)),
                    without_secrets(client.call("POST", "auth/email/verify/resend")),
                    *(without_secrets(client.verify("00000x")) for _ in range(6)),
                    without_secrets(client.call("GET", "auth/session")),
                    without_secrets(client.mint()),
                ]
            )
        known, unknown = stories
        for one, other in zip(known, unknown, strict=True):
            for body in (one[1], other[1]):
                body.pop("request_id", None)
            assert one == other
        assert "already" in mailbox.to(KNOWN)[-1].subject
        assert "confirm" in mailbox.to(UNKNOWN)[-1].subject

    def test_fail_to_sign_in_alike(self, visitor, either, person):
        person(KNOWN)
        answers = [
            without_secrets(visitor(either.kind).give_password(email, "wrong horse"))
            for email in (KNOWN, UNKNOWN)
        ]
        assert answers[0] == answers[1]

    def test_forget_a_password_alike(self, visitor, either, person, mailbox):
        person(KNOWN)
        stories = []
        for email in (KNOWN, UNKNOWN):
            client = visitor(either.kind)
            body = {"key": "00000x", "password": PASSWORD}
            stories.append(
                [
                    without_secrets(client.call("POST", "auth/password/request", {"email": email})),
                    *(
                        without_secrets(client.call("POST", "auth/password/reset", body))
                        for _ in range(6)
                    ),
                ]
            )
        assert stories[0] == stories[1]
        assert len(mailbox.to(KNOWN)) == len(mailbox.to(UNKNOWN)) == 1

    def test_cost_one_hash_each(self, visitor, person, monkeypatch):
        from django.contrib.auth.hashers import MD5PasswordHasher

        hashed = []
        encode = MD5PasswordHasher.encode

        def counted(self, password, salt):
            hashed.append(password)
            return encode(self, password, salt)

        person(KNOWN)
        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
        costs = []
        for act in ("sign_up", "give_password"):
            for email in (KNOWN, UNKNOWN):
                hashed.clear()
                getattr(visitor(), act)(email)
                costs.append(len(hashed))
        assert costs == [1, 1, 1, 1]
