"""The keys that prove tokens, asked for over HTTP and remembered."""

from __future__ import annotations

import http.server
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from kernel.http import keys, principal
from kernel.http.keys import key_of, thumbprint
from tests.environment import KEY, PUBLIC_PEM


def _member(key, **changes):
    member = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return {"kty": "RSA", "kid": thumbprint(key.public_key()), **member, **changes}


@pytest.fixture(scope="module")
def others():
    """Two keys that no setting names."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands until it is moved."""

    class Clock:
        seconds = 1_000.0

        def monotonic(self):
            return self.seconds

    clock = Clock()
    monkeypatch.setattr(keys, "time", clock)
    return clock


@pytest.fixture
def auth(settings):
    """A server that publishes keys, counts how often it was asked, and can be told to fail."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            server = self.server
            server.asked += 1
            server.arrived.set()
            server.gate.wait()
            self.send_response(server.status)
            self.send_header("Content-Length", str(len(server.body) + server.missing))
            self.end_headers()
            self.wfile.write(server.body)

        def log_message(self, *_):
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.asked, server.status, server.missing, server.body = 0, 200, 0, b'{"keys": []}'
    server.arrived, server.gate = threading.Event(), threading.Event()
    server.gate.set()
    server.publish = lambda *members: setattr(
        server, "body", json.dumps({"keys": list(members)}).encode()
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    settings.JWT_PUBLIC_KEYS = ""
    settings.JWKS_URL = f"http://127.0.0.1:{server.server_port}/.well-known/jwks.json"
    yield server
    server.gate.set()
    server.shutdown()
    server.server_close()


def _is_known(kid):
    try:
        key_of(kid)
    except jwt.InvalidTokenError:
        return False
    return True


class TestKeysByAddress:
    def test_a_published_key_is_found_and_asked_for_once(self, auth, clock, others):
        auth.publish(_member(others[0]))
        kid = thumbprint(others[0].public_key())
        for _ in range(3):
            assert key_of(kid).public_numbers() == others[0].public_key().public_numbers()
        assert auth.asked == 1

    def test_an_unknown_key_is_asked_for_again_only_after_the_interval(self, auth, clock, others):
        auth.publish(_member(others[0]))
        new = thumbprint(others[1].public_key())
        assert not _is_known(new)
        auth.publish(_member(others[0]), _member(others[1]))
        clock.seconds += 4.9
        assert not _is_known(new)
        assert auth.asked == 1
        clock.seconds += 0.1
        assert _is_known(new)
        assert auth.asked == 2

    def test_known_keys_are_asked_for_again_every_five_minutes(self, auth, clock, others):
        auth.publish(_member(others[0]))
        kid = thumbprint(others[0].public_key())
        for seconds, asked in ((0, 1), (299.9, 1), (0.2, 2), (299, 2), (1, 3)):
            clock.seconds += seconds
            assert _is_known(kid)
            assert auth.asked == asked

    def test_a_key_that_was_withdrawn_proves_nothing_from_the_next_look_on(
        self, auth, clock, others
    ):
        auth.publish(*map(_member, others))
        first, second = (thumbprint(key.public_key()) for key in others)
        assert (_is_known(first), _is_known(second)) == (True, True)
        auth.publish(_member(others[1]))
        clock.seconds += 300
        assert (_is_known(first), _is_known(second)) == (False, True)

    @pytest.mark.parametrize(
        "failure",
        [
            {"status": 503},
            {"missing": 10},
            {"body": b""},
            {"body": b"<html>"},
            {"body": b"\xff\xfe"},
            {"body": b"[]"},
            {"body": b"{}"},
            {"body": b'{"keys": 5}'},
            {"body": b'{"keys": [5]}'},
            {"body": b'{"keys": [{}]}'},
            {"body": b'{"keys": [{"kty": "RSA", "kid": "x"}]}'},
            {"body": b'{"keys": [{"kty": "RSA", "kid": "x", "n": "!", "e": 5}]}'},
        ],
    )
    def test_known_keys_stay_when_auth_is_down_or_answers_nonsense(
        self, auth, clock, others, failure
    ):
        auth.publish(_member(others[0]))
        kid = thumbprint(others[0].public_key())
        assert _is_known(kid)
        for name, value in failure.items():
            setattr(auth, name, value)
        clock.seconds += 400
        assert _is_known(kid)
        assert not _is_known("x")
        assert auth.asked == 2

    def test_a_private_key_or_one_of_another_kind_is_not_taken(self, auth, clock, others):
        private = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(others[0]))
        auth.publish({"kty": "RSA", "kid": "private", **private})
        assert not _is_known("private")
        curve = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(
            ec.generate_private_key(ec.SECP256R1()).public_key()
        ))  # fmt: skip
        auth.publish({"kid": "curve", **curve}, _member(others[1], kid="good"))
        clock.seconds += 5
        assert not _is_known("curve")
        assert _is_known("good")

    def test_those_who_come_first_at_once_wait_for_the_answer(self, auth, others):
        auth.publish(_member(others[0]))
        kid = thumbprint(others[0].public_key())
        auth.gate.clear()
        with ThreadPoolExecutor(6) as pool:
            asking = [pool.submit(_is_known, kid) for _ in range(6)]
            auth.gate.set()
            assert [one.result() for one in asking] == [True] * 6
        assert auth.asked == 1

    def test_nobody_who_knows_the_key_waits_for_a_slow_answer(self, auth, clock, others):
        auth.publish(_member(others[0]))
        kid = thumbprint(others[0].public_key())
        assert _is_known(kid)
        clock.seconds += 400
        auth.arrived.clear()
        auth.gate.clear()
        with ThreadPoolExecutor(2) as pool:
            slow = pool.submit(_is_known, kid)
            assert auth.arrived.wait(timeout=10)
            assert _is_known(kid)
            assert not slow.done()
            auth.gate.set()
            assert slow.result()

    def test_a_token_of_a_published_key_signs_in(self, auth, clock, others, http, make_token):
        auth.publish(_member(others[0]))
        person = "01a1fc5a-86de-7000-a8e4-f3b99b6f7c60"
        kid = thumbprint(others[0].public_key())
        token = make_token(person_id=person, key=others[0], kid=kid)
        answer = http.get("/api/who", HTTP_AUTHORIZATION=f"Bearer {token}")
        assert answer.json() == {"id": person, "roles": ["customer"]}
        stranger = make_token(person_id=person, key=others[1], kid=kid)
        answer = http.get("/api/who", HTTP_AUTHORIZATION=f"Bearer {stranger}")
        assert answer.status_code == 401


class TestKeysBySetting:
    def test_several_keys_stand_in_one_setting(self, settings, others):
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        pem = others[0].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        settings.JWKS_URL = ""
        settings.JWT_PUBLIC_KEYS = PUBLIC_PEM + pem.decode()
        assert _is_known(thumbprint(KEY.public_key()))
        assert _is_known(thumbprint(others[0].public_key()))
        assert not _is_known(thumbprint(others[1].public_key()))

    @pytest.mark.parametrize("kid", [None, 5, ["x"], {}, "", "x"])
    def test_a_key_id_of_any_shape_is_known_or_not(self, kid):
        assert not _is_known(kid)

    def test_a_setting_that_changes_is_read_again(self, settings, others):
        settings.JWKS_URL = ""
        kid = thumbprint(KEY.public_key())
        assert _is_known(kid)
        settings.JWT_PUBLIC_KEYS = ""
        assert not _is_known(kid)

    def test_the_thumbprint_is_that_of_rfc_7638(self):
        member = {
            "kty": "RSA",
            "n": (
                "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6"
                "tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5"
                "v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD0"
                "8qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU"
                "8awapJzKnqDKgw"
            ),
            "e": "AQAB",
        }
        key = jwt.algorithms.RSAAlgorithm.from_jwk(member)
        assert thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"


class TestPrincipal:
    PERSON = "01a1fc5a-86de-7000-a8e4-f3b99b6f7c60"

    def _status(self, http, token):
        return http.get("/api/who", HTTP_AUTHORIZATION=f"Bearer {token}").status_code

    @pytest.mark.parametrize(
        "claims",
        [
            {"iss": "https://elsewhere.example"},
            {"aud": "another"},
            {"exp": 1},
            {"exp": None},
            {"iat": None},
            {"iss": None},
            {"aud": None},
            {"sub": None},
            {"sub": "5"},
            {"token_use": "refresh"},
            {"token_use": None},
            {"nbf": 99_999_999_999},
        ],
    )
    def test_a_claim_that_is_wrong_or_missing_proves_nothing(self, http, make_token, claims):
        assert self._status(http, make_token(person_id=self.PERSON)) == 200
        assert self._status(http, make_token(person_id=self.PERSON, **claims)) == 401

    def test_a_token_that_is_signed_with_the_public_key_proves_nothing(self, http, make_token):
        # PyJWT itself refuses to sign like this, so the attacker writes it by hand.
        import base64
        import hashlib
        import hmac

        good = make_token(person_id=self.PERSON)
        header = json.dumps({"alg": "HS256", "kid": thumbprint(KEY.public_key())}).encode()
        start = base64.urlsafe_b64encode(header).rstrip(b"=") + b"." + good.split(".")[1].encode()
        mark = hmac.new(PUBLIC_PEM.encode(), start, hashlib.sha256).digest()
        forged = start + b"." + base64.urlsafe_b64encode(mark).rstrip(b"=")
        assert self._status(http, forged.decode()) == 401

    def test_an_unsigned_token_proves_nothing(self, http, make_token):
        unsigned = jwt.encode(
            jwt.decode(make_token(person_id=self.PERSON), options={"verify_signature": False}),
            None,
            algorithm="none",
        )
        assert self._status(http, unsigned) == 401

    def test_a_token_that_was_proven_before_is_not_believed_longer_than_it_says(
        self, http, make_token, monkeypatch
    ):
        now = int(time.time())
        token = make_token(person_id=self.PERSON, exp=now + 60)
        assert [self._status(http, token) for _ in range(2)] == [200, 200]
        later = SimpleNamespace(time=lambda: now + 60)
        monkeypatch.setattr(principal, "time", later)
        proofs = []
        proves = principal._prove
        monkeypatch.setattr(principal, "_prove", lambda text: proofs.append(text) or proves(text))
        self._status(http, token)
        assert proofs == [token]

    def test_a_token_that_was_proven_before_goes_with_its_key(self, http, make_token, settings):
        token = make_token(person_id=self.PERSON)
        assert self._status(http, token) == 200
        settings.JWT_PUBLIC_KEYS = ""
        assert self._status(http, token) == 401

    def test_the_scheme_may_be_written_in_any_case(self, http, make_token):
        token = make_token(person_id=self.PERSON)
        assert http.get("/api/who", HTTP_AUTHORIZATION=f"bearer  {token} ").status_code == 200

    def test_a_principal_has_the_roles_that_its_token_names(self, make_token):
        token = make_token(person_id=self.PERSON, roles=["teller", "auditor"])
        found = principal.principal_of(token)
        assert found.has_role("customer", "teller")
        assert not found.has_role("customer")
        assert found.amr == ("pwd", "otp")
