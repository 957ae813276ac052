"""Better factors than a mailed code: an authenticator app, recovery codes, passkeys."""

from __future__ import annotations

import jwt
import pytest
from django.core.cache import cache

from services.auth.models import SignInEvent
from services.auth.tests.conftest import PASSWORD
from services.auth.tests.passkey import SoftPasskey

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"
TOTP = "account/authenticators/totp"
RECOVERY = "account/authenticators/recovery-codes"
PASSKEYS = "account/authenticators/webauthn"


def totp_code(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    _, counter, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, counter))


def roles_and_amr(answer) -> tuple[list[str], list[str]]:
    token = answer.json()["meta"]["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    return claims["roles"], claims["amr"]


def confirm(client, password: str = PASSWORD):
    answer = client.call("POST", "auth/reauthenticate", {"password": password})
    assert answer.status_code == 200, answer.content


def enrol_totp(client) -> str:
    confirm(client)
    secret = client.call("GET", TOTP).json()["meta"]["secret"]
    answer = client.call("POST", TOTP, {"code": totp_code(secret)})
    assert answer.status_code == 200, answer.content
    return secret


def add_passkey(client, *, passwordless: bool = True) -> SoftPasskey:
    confirm(client)
    passkey = SoftPasskey()
    path = PASSKEYS + ("?passwordless" if passwordless else "")
    options = client.call("GET", path).json()["data"]["creation_options"]
    body = {"name": "laptop", "credential": passkey.create(options)}
    answer = client.call("POST", PASSKEYS, body)
    assert answer.status_code == 200, answer.content
    return passkey


def log_of(event: str) -> list[tuple[str, str]]:
    events = SignInEvent.objects.filter(event=event).order_by("position")
    return list(events.values_list("result", "factor"))


class TestAuthenticatorApp:
    def test_is_told_to_the_owner_and_written_down(self, signed_in, mailbox):
        client, _ = signed_in()
        enrol_totp(client)
        assert any("authenticator app was added" in m.subject for m in mailbox.to(EMAIL))
        assert log_of("factor_added") == [("succeeded", "totp")]

    def test_is_asked_for_instead_of_a_mailed_code_and_opens_staff_roles(
        self, signed_in, visitor, mailbox, pending
    ):
        client, first = signed_in(roles=("teller", "customer"))
        assert roles_and_amr(first) == (["customer"], ["email", "mfa", "pwd"])
        secret = enrol_totp(client)
        again = visitor()
        mails = len(mailbox.to(EMAIL))
        assert pending(again.give_password(EMAIL)) == "mfa_authenticate"
        assert len(mailbox.to(EMAIL)) == mails
        answer = again.call("POST", "auth/2fa/authenticate", {"code": totp_code(secret)})
        assert answer.status_code == 200, answer.content
        assert roles_and_amr(answer) == (["customer", "teller"], ["mfa", "otp", "pwd"])

    def test_says_how_long_to_wait_after_too_many_wrong_codes(self, signed_in, visitor):
        client, _ = signed_in()
        enrol_totp(client)
        thief = visitor()
        thief.give_password(EMAIL)
        answers = [thief.call("POST", "auth/2fa/authenticate", {"code": "x"}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [400] * 5 + [429]
        assert answers[-1].json()["code"] == "too_many_requests"
        assert 240 < int(answers[-1].headers["Retry-After"]) <= 300

    def test_code_works_once(self, signed_in, visitor):
        client, _ = signed_in()
        code = totp_code(enrol_totp(client))
        answers = []
        for _ in range(2):
            again = visitor()
            again.give_password(EMAIL)
            answers.append(again.call("POST", "auth/2fa/authenticate", {"code": code}).status_code)
        assert answers == [200, 400]
        assert ("failed", "totp") in log_of("sign_in")

    def test_code_works_once_though_the_cache_is_lost(self, signed_in, visitor):
        client, _ = signed_in()
        code = totp_code(enrol_totp(client))
        answers = []
        for _ in range(3):
            again = visitor()
            again.give_password(EMAIL)
            answers.append(again.call("POST", "auth/2fa/authenticate", {"code": code}).status_code)
            cache.clear()
        assert answers == [200, 400, 400]
        assert client.call("POST", "auth/2fa/reauthenticate", {"code": code}).status_code == 400

    def test_is_removed_after_a_fresh_proof_only(self, signed_in, visitor, mailbox, pending):
        client, _ = signed_in()
        enrol_totp(client)
        stale, _ = signed_in_again(visitor, mailbox, client)
        assert stale.call("DELETE", TOTP).status_code == 401
        assert client.call("DELETE", TOTP).status_code == 200
        assert log_of("factor_removed")[0] == ("succeeded", "totp")
        assert any("app was removed" in m.subject for m in mailbox.to(EMAIL))
        assert pending(visitor().give_password(EMAIL)) == "login_by_code"


def signed_in_again(visitor, mailbox, client):
    """Return a client with a session that has shown no fresh factor."""
    secret = client.call("GET", "account/authenticators").json()
    assert secret["data"]
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    kept = Authenticator.objects.get(type="totp").data["secret"]
    again = visitor()
    again.give_password(EMAIL)
    body = {"code": totp_code(decrypt(kept))}
    answer = again.call("POST", "auth/2fa/authenticate", body)
    assert answer.status_code == 200, answer.content
    return again, answer


class TestRecoveryCodes:
    def test_open_the_door_once_each_and_no_staff_role(self, signed_in, visitor, mailbox):
        client, _ = signed_in(roles=("teller", "customer"))
        enrol_totp(client)
        codes = client.call("POST", RECOVERY).json()["data"]["unused_codes"]
        assert any("recovery codes" in m.subject for m in mailbox.to(EMAIL))
        assert ("succeeded", "recovery_code") in log_of("recovery_codes_made")
        answers = []
        for code in (codes[0], codes[0], codes[1]):
            again = visitor()
            again.give_password(EMAIL)
            answers.append(again.call("POST", "auth/2fa/authenticate", {"code": code}))
        assert [answer.status_code for answer in answers] == [200, 400, 200]
        assert roles_and_amr(answers[0]) == (["customer"], ["mfa", "pwd", "recovery"])

    def test_are_not_in_the_database_as_they_are(self, signed_in):
        from allauth.mfa.models import Authenticator

        client, _ = signed_in()
        secret = enrol_totp(client)
        codes = client.call("POST", RECOVERY).json()["data"]["unused_codes"]
        kept = str(list(Authenticator.objects.values_list("data", flat=True)))
        assert [text for text in (secret, *codes) if text in kept] == []


class TestPasskey:
    def test_is_a_second_factor(self, signed_in, visitor, mailbox, pending):
        client, _ = signed_in(roles=("teller", "customer"))
        passkey = add_passkey(client, passwordless=False)
        assert any("passkey was added" in m.subject for m in mailbox.to(EMAIL))
        assert log_of("factor_added") == [("succeeded", "passkey")]
        again = visitor()
        assert pending(again.give_password(EMAIL)) == "mfa_authenticate"
        options = again.call("GET", "auth/webauthn/authenticate").json()["data"]["request_options"]
        body = {"credential": passkey.get(options)}
        answer = again.call("POST", "auth/webauthn/authenticate", body)
        assert answer.status_code == 200, answer.content
        assert roles_and_amr(answer) == (["customer", "teller"], ["mfa", "pop", "pwd"])

    def test_opens_the_bank_alone(self, signed_in, visitor):
        client, _ = signed_in(roles=("teller", "customer"))
        passkey = add_passkey(client)
        again = visitor()
        options = again.call("GET", "auth/webauthn/login").json()["data"]["request_options"]
        answer = again.call("POST", "auth/webauthn/login", {"credential": passkey.get(options)})
        assert answer.status_code == 200, answer.content
        assert roles_and_amr(answer) == (["customer", "teller"], ["pop"])
        assert log_of("sign_in")[-1] == ("succeeded", "passkey")

    def test_answer_works_once_and_for_its_own_question_only(self, signed_in, visitor):
        client, _ = signed_in()
        passkey = add_passkey(client)
        one, other = visitor(), visitor()
        options = one.call("GET", "auth/webauthn/login").json()["data"]["request_options"]
        other.call("GET", "auth/webauthn/login")
        credential = {"credential": passkey.get(options)}
        assert other.call("POST", "auth/webauthn/login", credential).status_code == 400
        assert one.call("POST", "auth/webauthn/login", credential).status_code == 200
        third = visitor()
        assert third.call("POST", "auth/webauthn/login", credential).status_code == 400

    def test_of_somebody_else_opens_nothing(self, signed_in, visitor):
        client, _ = signed_in()
        known = add_passkey(client)
        stranger = SoftPasskey(credential_id=known.credential_id, user_handle=known.user_handle)
        again = visitor()
        options = again.call("GET", "auth/webauthn/login").json()["data"]["request_options"]
        body = {"credential": stranger.get(options)}
        assert again.call("POST", "auth/webauthn/login", body).status_code == 400

    def test_is_removed(self, signed_in, visitor, mailbox, pending):
        client, _ = signed_in()
        add_passkey(client)
        listed = client.call("GET", "account/authenticators").json()["data"]
        ids = [item["id"] for item in listed if item["type"] == "webauthn"]
        assert client.call("DELETE", PASSKEYS, {"authenticators": ids}).status_code == 200
        assert log_of("factor_removed")[0] == ("succeeded", "passkey")
        assert pending(visitor().give_password(EMAIL)) == "login_by_code"
