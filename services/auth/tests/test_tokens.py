"""What a token says, and what the kernel believes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
import uuid

import jwt
import pytest
from rest_framework.exceptions import NotAuthenticated

from kernel.http.principal import principal_of

pytestmark = pytest.mark.django_db


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def unsigned(header: dict, claims: dict) -> str:
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"


@pytest.fixture
def token(signed_in) -> str:
    return signed_in()[1].json()["meta"]["access_token"]


@pytest.fixture
def claims(token) -> dict:
    return jwt.decode(token, options={"verify_signature": False})


@pytest.fixture
def header(token) -> dict:
    return jwt.get_unverified_header(token)


@pytest.fixture
def signed(settings, claims, header):
    """Return a function that signs changed claims with the bank's own key."""

    def sign(**changes):
        content = {k: v for k, v in (claims | changes).items() if v is not None}
        kid = {"kid": header["kid"]}
        key = settings.HEADLESS_JWT_PRIVATE_KEY
        return jwt.encode(content, key, algorithm="RS256", headers=kid)

    return sign


class TestAccessToken:
    def test_says_who_issued_it_for_whom_and_how_the_person_signed_in(
        self, claims, header, settings
    ):
        from services.auth.models import User

        assert header == {"alg": "RS256", "typ": "JWT", "kid": header["kid"]}
        assert claims["iss"] == settings.ISSUER
        assert claims["aud"] == settings.TOKEN_AUDIENCE
        assert claims["sub"] == str(User.objects.get().id)
        assert claims["roles"] == ["customer"]
        assert claims["amr"] == ["email", "mfa", "pwd"]
        assert claims["step_up"] == 0
        assert claims["token_use"] == "access"
        assert claims["exp"] - claims["iat"] == 300
        assert time.time() - claims["auth_time"] < 30
        assert uuid.UUID(claims["jti"])

    def test_holds_no_personal_data_and_no_session(self, claims, signed_in):
        text = json.dumps(claims)
        assert "@" not in text
        assert "+49" not in text

    def test_of_a_sign_up_names_both_factors(self, visitor, mailbox):
        client = visitor()
        client.sign_up("new@example.org")
        answer = client.verify(mailbox.code("new@example.org"))
        claims = jwt.decode(
            answer.json()["meta"]["access_token"], options={"verify_signature": False}
        )
        assert claims["amr"] == ["email", "mfa", "pwd"]

    def test_names_the_last_step_up(self, signed_in):
        from services.auth.tests.conftest import PASSWORD

        client, _ = signed_in()
        client.call("POST", "auth/reauthenticate", {"password": PASSWORD})
        claims = jwt.decode(
            client.mint().json()["access_token"], options={"verify_signature": False}
        )
        assert time.time() - claims["step_up"] < 30
        assert claims["step_up"] >= claims["auth_time"]

    def test_is_believed(self, token, claims):
        principal = principal_of(token)
        assert str(principal.id) == claims["sub"]
        assert principal.has_role("customer")
        assert principal.auth_time == claims["auth_time"]

    def test_is_believed_when_signed_again(self, signed):
        assert principal_of(signed()).has_role("customer")


class TestForgedTokens:
    @pytest.mark.parametrize("name", ["none", "None", "NONE", "nOnE"])
    @pytest.mark.parametrize("signature", ["", "AAAA"])
    def test_without_algorithm_are_refused(self, claims, header, name, signature):
        forged = f"{unsigned(header | {'alg': name}, claims)}.{signature}"
        with pytest.raises(NotAuthenticated):
            principal_of(forged)

    @pytest.mark.parametrize("algorithm", ["HS256", "HS384", "HS512"])
    def test_signed_with_the_public_key_as_a_secret_are_refused(
        self, claims, header, settings, algorithm
    ):
        content = unsigned(header | {"alg": algorithm}, claims)
        digest = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}[algorithm]
        for secret in (settings.JWT_PUBLIC_KEYS, settings.JWT_PUBLIC_KEYS.strip()):
            signature = hmac.new(secret.encode(), content.encode(), getattr(hashlib, digest))
            with pytest.raises(NotAuthenticated):
                principal_of(f"{content}.{b64(signature.digest())}")

    @pytest.mark.parametrize(
        "changes",
        [
            {"aud": "grafana"},
            {"aud": ["grafana"]},
            {"aud": None},
            {"iss": "https://evil.example"},
            {"iss": None},
            {"exp": None},
            {"exp": 1},
            {"exp": "soon"},
            {"iat": None},
            {"iat": 9_999_999_999},
            {"nbf": 9_999_999_999},
            {"sub": None},
            {"sub": "1"},
            {"sub": "../../etc/passwd"},
            {"token_use": "refresh"},
            {"token_use": None},
        ],
        ids=str,
    )
    def test_with_other_claims_are_refused(self, signed, changes):
        with pytest.raises(NotAuthenticated):
            principal_of(signed(**changes))

    @pytest.mark.parametrize(
        "kid", ["unknown", "", "../../dev/null", "' OR 1=1 --", "https://evil.example/key", None, 5]
    )
    def test_with_a_strange_key_id_are_refused(self, claims, header, settings, kid):
        key = settings.HEADLESS_JWT_PRIVATE_KEY
        changed = {"kid": kid} if isinstance(kid, str) else {}
        forged = jwt.encode(claims, key, algorithm="RS256", headers=changed)
        if kid == 5:
            forged = f"{unsigned(header | {'kid': 5}, claims)}.{forged.rpartition('.')[2]}"
        with pytest.raises(NotAuthenticated):
            principal_of(forged)

    def test_with_a_key_of_their_own_are_refused(self, claims, header):
        from cryptography.hazmat.primitives.asymmetric import rsa

        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
        headers = {"kid": header["kid"], "jwk": public, "jku": "https://evil.example/jwks"}
        with pytest.raises(NotAuthenticated):
            principal_of(jwt.encode(claims, key, algorithm="RS256", headers=headers))

    def test_changed_anywhere_are_refused(self, token):
        # Not the last letter: its lowest bits mean nothing in base64.
        for place in range(0, len(token) - 1, 7):
            letter = "A" if token[place] != "A" else "B"
            with pytest.raises(NotAuthenticated):
                principal_of(token[:place] + letter + token[place + 1 :])

    def test_refresh_tokens_are_no_access_tokens(self, signed_in, client):
        _, answer = signed_in()
        refresh = answer.json()["meta"]["refresh_token"]
        with pytest.raises(NotAuthenticated):
            principal_of(refresh)
        me = client.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {refresh}"})
        assert me.status_code == 401

    def test_a_session_token_is_no_access_token(self, signed_in, client):
        visitor, _ = signed_in()
        header = {"Authorization": f"Bearer {visitor.session_token}"}
        assert client.get("/api/v1/auth/me", headers=header).status_code == 401
