"""A fresh factor, bound to what it approves: over HTTP, and used as the other services use it."""

from __future__ import annotations

import json
import re
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import jwt
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.utils import timezone

from kernel.http.principal import principal_of
from kernel.http.step_up import proof_of
from kernel.step_up.digest import facts_digest
from kernel.step_up.errors import StepUpMismatch, StepUpUsed
from kernel.step_up.proofs import use_proof
from services.auth import commands
from services.auth.models import OneTimeCode, SignInEvent, StepUp, User
from services.auth.tests.conftest import TOTP_SECRET, totp_code

pytestmark = pytest.mark.django_db
FACTS = {
    "amount": "2500.00",
    "currency": "EUR",
    "to_account": "DE89370400440532013000",
    "to_name": "Ben Okafor",
}
BODY = {"operation": "transfer_money", "facts": FACTS}
SENTENCE = "Pay 2500.00 EUR to Ben Okafor (DE89370400440532013000)"
PATH = "/api/v1/auth/step-up"


@pytest.fixture
def ada(person):
    return person()


@pytest.fixture
def call(sign_in, django_capture_on_commit_callbacks):
    """Return a function that posts as a person."""

    def post(user, path, body):
        with django_capture_on_commit_callbacks(execute=True):
            return Client().post(
                path,
                json.dumps(body),
                content_type="application/json",
                **sign_in(person_id=user.id),
            )

    return post


@pytest.fixture
def ask(call):
    def start(user, **changes):
        return call(user, PATH, BODY | changes)

    return start


@pytest.fixture
def prove(call):
    def answer(user, question, **body):
        return call(user, f"{PATH}/{question['id']}", body)

    return answer


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def proof_in(answer):
    assert answer.status_code == 200, answer.content
    request = RequestFactory().post("/", headers={"Step-Up": answer.json()["approval"]})
    proof = proof_of(request)
    assert proof is not None
    return proof


def use(proof, user, **changes):
    with transaction.atomic():
        use_proof(
            proof=proof,
            person_id=user.id,
            operation="transfer_money",
            facts=FACTS | changes,
            now=timezone.now(),
        )


class TestByMail:
    def test_shows_what_is_approved_beside_the_code(self, ada, ask, prove, mailbox, settings):
        asked = ask(ada)
        assert asked.status_code == 201, asked.content
        question = asked.json()
        assert question["sentence"] == SENTENCE
        assert (question["methods"], question["passkey"]) == (["email"], None)
        mail = mailbox.to(ada.email)[-1]
        assert SENTENCE in mail.body.splitlines()
        code = mailbox.code(ada.email)
        assert code not in mail.subject
        answer = prove(ada, question, method="email", code=code)
        claims = jwt.decode(answer.json()["approval"], options={"verify_signature": False})
        assert claims["token_use"] == "step_up"
        assert (claims["iss"], claims["aud"]) == (settings.ISSUER, settings.TOKEN_AUDIENCE)
        assert (claims["sub"], claims["amr"]) == (str(ada.id), ["email"])
        assert claims["facts_sha256"] == facts_digest(operation="transfer_money", facts=FACTS)
        assert claims["exp"] - claims["iat"] == answer.json()["expires_in"] == 300
        assert UUID(claims["jti"])
        assert "Ben" not in json.dumps(claims)
        use(proof_in(answer), ada)

    def test_keeps_neither_code_nor_facts(self, ada, ask, mailbox):
        ask(ada)
        row = StepUp.objects.values().get()
        kept = json.dumps({name: repr(value) for name, value in row.items()})
        assert "Ben" not in kept
        assert "2500" not in kept
        code = OneTimeCode.objects.get()
        assert mailbox.code(ada.email).encode() not in bytes(code.code_hash)

    def test_is_for_people_without_a_better_factor_only(self, ada, ask, prove, mailbox):
        commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)
        question = ask(ada).json()
        assert question["methods"] == ["otp"]
        assert mailbox.to(ada.email) == []
        refused = prove(ada, question, method="email", code="123456")
        assert (refused.status_code, refused.json()["code"]) == (400, "step_up_method_unusable")

    def test_takes_no_sign_in_code_and_gives_none(self, ada, ask, prove, visitor, mailbox):
        client = visitor()
        client.give_password(ada.email)
        sign_in_code = mailbox.code(ada.email)
        question = ask(ada).json()
        step_up_code = mailbox.code(ada.email)
        assert prove(ada, question, method="email", code=sign_in_code).status_code == 400
        assert client.give_code(step_up_code).status_code == 400


class TestByAuthenticator:
    @pytest.fixture(autouse=True)
    def _enrolled(self, ada):
        commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)

    def test_approves(self, ada, ask, prove):
        question = ask(ada).json()
        answer = prove(ada, question, method="otp", code=totp_code())
        assert jwt.decode(answer.json()["approval"], options={"verify_signature": False})[
            "amr"
        ] == ["otp"]
        use(proof_in(answer), ada)
        event = SignInEvent.objects.get(event="step_up")
        assert (event.result, event.factor, event.person_id) == ("succeeded", "totp", ada.id)

    def test_takes_a_code_once(self, ada, ask, prove):
        code = totp_code()
        assert prove(ada, ask(ada).json(), method="otp", code=code).status_code == 200
        assert prove(ada, ask(ada).json(), method="otp", code=code).status_code == 400

    def test_takes_a_code_once_though_the_cache_is_lost(self, ada, ask, prove):
        code = totp_code()
        assert prove(ada, ask(ada).json(), method="otp", code=code).status_code == 200
        cache.clear()
        assert prove(ada, ask(ada).json(), method="otp", code=code).status_code == 400

    def test_takes_no_recovery_code(self, ada, ask, prove):
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

        code = RecoveryCodes.activate(ada).get_unused_codes()[0]
        question = ask(ada).json()
        assert question["methods"] == ["otp"]
        assert prove(ada, question, method="otp", code=code).status_code == 400
        assert prove(ada, question, method="recovery", code=code).status_code == 400

    @pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", None, 123456])
    def test_takes_nothing_else(self, ada, ask, prove, code):
        question = ask(ada).json()
        assert prove(ada, question, method="otp", code=code).status_code == 400
        assert prove(ada, question, method="otp").status_code == 400


class TestByPasskey:
    @pytest.fixture
    def key(self, ada):
        """A software authenticator with a credential of Ada's."""
        return SoftKey(ada)

    def test_approves(self, ada, ask, prove, key):
        question = ask(ada).json()
        assert question["methods"] == ["passkey"]
        assert question["passkey"]["publicKey"]["userVerification"] == "required"
        credential = key.sign(question["passkey"])
        answer = prove(ada, question, method="passkey", credential=credential)
        assert jwt.decode(answer.json()["approval"], options={"verify_signature": False})[
            "amr"
        ] == ["pop"]
        use(proof_in(answer), ada)

    def test_can_be_chosen_beside_an_authenticator(self, ada, ask, prove, key):
        commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)
        question = ask(ada).json()
        assert question["methods"] == ["passkey", "otp"]
        assert prove(ada, question, method="otp", code=totp_code()).status_code == 200

    def test_signs_a_challenge_once(self, ada, ask, prove, key):
        question = ask(ada).json()
        credential = key.sign(question["passkey"])
        spoiled = {**credential, "id": "AAAA", "rawId": "AAAA"}
        first = prove(ada, question, method="passkey", credential=spoiled)
        assert (first.status_code, first.json()["code"]) == (400, "factor_wrong")
        again = prove(ada, question, method="passkey", credential=credential)
        assert (again.status_code, again.json()["code"]) == (409, "step_up_over")

    def test_signs_its_own_challenge(self, ada, ask, prove, key):
        older, newer = ask(ada).json(), ask(ada).json()
        credential = key.sign(older["passkey"])
        assert prove(ada, newer, method="passkey", credential=credential).status_code == 400

    def test_of_somebody_else_is_none(self, ada, ask, prove, key, person):
        other = SoftKey(person("ben@example.org"))
        question = ask(ada).json()
        credential = other.sign(question["passkey"])
        assert prove(ada, question, method="passkey", credential=credential).status_code == 400

    def test_that_did_not_see_the_person_is_none(self, ada, ask, prove, key):
        question = ask(ada).json()
        credential = key.sign(question["passkey"], flags=0x01)
        assert prove(ada, question, method="passkey", credential=credential).status_code == 400

    @pytest.mark.parametrize(
        "credential",
        [None, {}, {"id": 5}, {"id": "x", "response": {}}, {"response": []}, [], "x"],
        ids=str,
    )
    def test_that_is_none_is_refused(self, ada, ask, prove, key, credential):
        question = ask(ada).json()
        answer = prove(ada, question, method="passkey", credential=credential)
        assert answer.status_code == 400


class TestAQuestion:
    def test_is_nobody_elses(self, ada, ask, prove, person, mailbox):
        question = ask(ada).json()
        eve = person("eve@example.org")
        code = mailbox.code(ada.email)
        refused = prove(eve, question, method="email", code=code)
        assert (refused.status_code, refused.json()["code"]) == (404, "step_up_not_found")
        unknown = prove(eve, {"id": uuid4()}, method="email", code=code)
        assert unknown.json() | {"request_id": ""} == refused.json() | {"request_id": ""}
        assert prove(ada, question, method="email", code=code).status_code == 200

    def test_is_answered_once(self, ada, ask, prove, mailbox):
        question = ask(ada).json()
        code = mailbox.code(ada.email)
        assert prove(ada, question, method="email", code=code).status_code == 200
        again = prove(ada, question, method="email", code=code)
        assert (again.status_code, again.json()["code"]) == (409, "step_up_over")

    def test_lives_for_five_minutes(self, ada, ask, prove, mailbox):
        question = ask(ada).json()
        row = StepUp.objects.get()
        assert row.expires_at - row.created_at == timedelta(minutes=5)
        StepUp.objects.update(expires_at=timezone.now())
        answer = prove(ada, question, method="email", code=mailbox.code(ada.email))
        assert answer.json()["code"] == "step_up_over"

    @pytest.mark.parametrize("method", ["email", "otp"])
    def test_has_five_tries(self, ada, ask, prove, mailbox, method):
        if method == "otp":
            commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)
        question = ask(ada).json()
        code = totp_code() if method == "otp" else mailbox.code(ada.email)
        for _ in range(5):
            answer = prove(ada, question, method=method, code="00000x")
            assert (answer.status_code, answer.json()["code"]) == (400, "factor_wrong")
        locked = prove(ada, question, method=method, code=code)
        assert (locked.status_code, locked.json()["code"]) == (409, "step_up_over")
        results = list(SignInEvent.objects.order_by("id").values_list("result", flat=True))
        assert results == ["failed"] * 4 + ["locked"]

    @pytest.mark.parametrize("method", ["email", "otp"])
    def test_locks_who_guesses_on_in_others(self, ada, ask, prove, mailbox, method):
        if method == "otp":
            commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)
        for _ in range(2):
            question = ask(ada).json()
            for _ in range(5):
                prove(ada, question, method=method, code="000000")
        refused = ask(ada)
        assert (refused.status_code, refused.json()["code"]) == (429, "codes_locked")
        assert int(refused.headers["Retry-After"]) > 60
        assert re.search("wrong|locked|too many", mailbox.to(ada.email)[-1].body, re.IGNORECASE)

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"operation": "rob_bank"}, "operation_unknown"),
            ({"operation": "close_account"}, "facts_invalid"),
            ({"facts": {}}, "facts_invalid"),
            ({"facts": {**FACTS, "more": "x"}}, "facts_invalid"),
            ({"facts": {**FACTS, "amount": 25}}, "facts_invalid"),
            ({"facts": {**FACTS, "amount": ""}}, "facts_invalid"),
            ({"facts": {**FACTS, "to_name": "Ben\nPay 1.00"}}, "facts_invalid"),
            ({"facts": []}, "invalid"),
            ({"facts": None}, "invalid"),
            ({"operation": None}, "invalid"),
            ({"more": "x"}, "invalid"),
        ],
        ids=str,
    )
    def test_is_about_an_operation_and_its_facts(self, ada, ask, mailbox, changes, code):
        answer = ask(ada, **changes)
        assert (answer.status_code, answer.json()["code"]) == (400, code)
        assert mailbox.to(ada.email) == []

    def test_is_for_people_who_are_signed_in(self, ada, person):
        post = Client().post(PATH, BODY, content_type="application/json")
        assert post.status_code == 401

    def test_is_not_for_the_deactivated(self, ada, ask):
        User.objects.update(is_active=False)
        assert ask(ada).status_code == 401

    def test_cannot_be_asked_without_end(self, ada, ask):
        commands.enrol_authenticator(user=ada, secret=TOTP_SECRET)
        now = timezone.now()
        first = ask(ada)
        row = StepUp.objects.get()
        StepUp.objects.bulk_create(
            StepUp(
                person=ada,
                operation=row.operation,
                digest=row.digest,
                methods=row.methods,
                created_at=now,
                expires_at=now,
            )
            for _ in range(99)
        )
        assert first.status_code == 201
        refused = ask(ada)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_step_ups")
        assert refused.headers["Retry-After"] == "3600"

    def test_that_is_over_is_purged(self, ada, ask):
        ask(ada)
        commands.purge_step_ups(now=timezone.now())
        assert StepUp.objects.count() == 1
        commands.purge_step_ups(now=timezone.now() + timedelta(hours=3))
        assert StepUp.objects.count() == 0


class TestTheApproval:
    @pytest.fixture
    def answer(self, ada, ask, prove, mailbox):
        question = ask(ada).json()
        return prove(ada, question, method="email", code=mailbox.code(ada.email))

    def test_works_once(self, ada, answer):
        use(proof_in(answer), ada)
        with pytest.raises(StepUpUsed):
            use(proof_in(answer), ada)

    @pytest.mark.parametrize(
        "changes", [{"amount": "2500.01"}, {"to_account": "DE1"}, {"to_name": "Eve"}], ids=str
    )
    def test_is_void_when_anything_changes(self, ada, answer, changes):
        with pytest.raises(StepUpMismatch):
            use(proof_in(answer), ada, **changes)

    def test_is_nobody_elses(self, ada, answer, person):
        with pytest.raises(StepUpMismatch):
            use(proof_in(answer), person("eve@example.org"))

    def test_is_no_access_token(self, answer):
        from rest_framework.exceptions import NotAuthenticated

        with pytest.raises(NotAuthenticated):
            principal_of(answer.json()["approval"])

    def test_is_not_what_an_access_token_proves(self, make_token, ada):
        request = RequestFactory().post("/", headers={"Step-Up": make_token(person_id=ada.id)})
        assert proof_of(request) is None


@pytest.mark.threads
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer at a time")
class TestAtOnce:
    def race(self, headers, question, bodies):
        start, answers = threading.Barrier(len(bodies)), []

        def answer(body):
            start.wait()
            post = Client().post(
                f"{PATH}/{question['id']}",
                json.dumps(body),
                content_type="application/json",
                **headers,
            )
            answers.append(post.status_code)
            connection.close()

        threads = [threading.Thread(target=answer, args=(body,)) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(answers)

    def test_of_five_right_answers_one_is_approved(self, ada, ask, sign_in, mailbox):
        question = ask(ada).json()
        body = {"method": "email", "code": mailbox.code(ada.email)}
        statuses = self.race(sign_in(person_id=ada.id), question, [body] * 5)
        assert statuses.count(200) == 1
        assert set(statuses) <= {200, 400, 409}

    def test_of_twelve_guesses_five_are_looked_at(self, ada, ask, sign_in, mailbox):
        question = ask(ada).json()
        guesses = [{"method": "email", "code": f"00000{n:x}"} for n in range(12)]
        statuses = self.race(sign_in(person_id=ada.id), question, guesses)
        assert statuses == [400] * 5 + [409] * 7


class SoftKey:
    """A passkey in software: a P-256 key, and the bytes that a browser would send."""

    ORIGIN = "http://testserver"

    def __init__(self, user):
        from cryptography.hazmat.primitives.asymmetric import ec

        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = uuid4().bytes
        self.user = user
        Authenticator.objects.create(
            user=user,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": "soft", "credential": self._registration()},
        )

    def sign(self, options, *, flags=0x05):
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import ec
        from fido2.utils import sha256, websafe_encode
        from fido2.webauthn import CollectedClientData

        asked = options["publicKey"]
        client_data = CollectedClientData.create(
            type="webauthn.get", challenge=asked["challenge"], origin=self.ORIGIN
        )
        data = sha256(asked["rpId"].encode()) + bytes([flags]) + (1).to_bytes(4, "big")
        signature = self.key.sign(data + client_data.hash, ec.ECDSA(hashes.SHA256()))
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": websafe_encode(client_data),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(signature),
            },
        }

    def _registration(self):
        from fido2.cose import ES256
        from fido2.utils import sha256, websafe_encode
        from fido2.webauthn import (
            AttestationObject,
            AttestedCredentialData,
            AuthenticatorData,
            CollectedClientData,
        )

        cose = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.id, cose)
        data = AuthenticatorData.create(sha256(b"testserver"), 0x45, 0, credential)
        client_data = CollectedClientData.create(
            type="webauthn.create", challenge=b"0" * 32, origin=self.ORIGIN
        )
        name = websafe_encode(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": False}},
            "response": {
                "clientDataJSON": websafe_encode(client_data),
                "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
            },
        }
