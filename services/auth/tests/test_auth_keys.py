"""The keys that sign tokens: the next one, the one that signs, and those that did."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.management import CommandError, call_command
from django.utils import timezone
from rest_framework.exceptions import NotAuthenticated

from kernel.http.principal import principal_of
from services.auth import commands, queries
from services.auth.models import SigningKey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_memory():
    queries.forget_signing_keys()
    yield
    queries.forget_signing_keys()


@pytest.fixture
def later(monkeypatch):
    real = timezone.now

    def move(**step: float) -> None:
        delta = timedelta(**step)
        monkeypatch.setattr(timezone, "now", lambda: real() + delta)

    return move


def published(client) -> list[str]:
    answer = client.get("/.well-known/jwks.json")
    assert answer.status_code == 200
    for key in answer.json()["keys"]:
        assert key["kty"] == "RSA"
        assert not {"d", "p", "q", "dp", "dq", "qi"} & key.keys()
    return [key["kid"] for key in answer.json()["keys"]]


def kid_of(token: str) -> str:
    return jwt.get_unverified_header(token)["kid"]


class TestRotation:
    def test_publishes_the_new_key_before_it_signs(self, signed_in, client, later):
        visitor, answer = signed_in()
        (first,) = published(client)
        key = commands.rotate_signing_key(now=timezone.now())
        assert set(published(client)) == {first, key.kid}
        token = visitor.mint().json()["access_token"]
        assert kid_of(token) == kid_of(answer.json()["meta"]["access_token"]) == first
        assert queries.get_signing_key(now=timezone.now() + timedelta(minutes=14)).kid == first
        assert queries.get_signing_key(now=timezone.now() + timedelta(minutes=16)).kid == key.kid

    def test_keeps_the_old_key_until_its_tokens_died(self, client, later):
        (first,) = published(client)
        key = commands.rotate_signing_key(now=timezone.now())
        later(hours=13)
        assert set(published(client)) == {first, key.kid}
        later(hours=13, minutes=16)
        assert published(client) == [key.kid]

    def test_does_not_end_refresh_tokens(self, signed_in):
        visitor, answer = signed_in()
        old = answer.json()["meta"]["refresh_token"]
        key = commands.rotate_signing_key(now=timezone.now() - timedelta(minutes=16))
        fresh = visitor.refresh(old)
        assert fresh.status_code == 200
        data = fresh.json()["data"]
        assert kid_of(old) != kid_of(data["refresh_token"]) == kid_of(data["access_token"])
        assert kid_of(data["access_token"]) == key.kid
        assert principal_of(data["access_token"]).has_role("customer")
        assert visitor.refresh(data["refresh_token"]).status_code == 200

    def test_gives_other_services_a_key_that_proves_the_new_tokens(self, signed_in, client):
        visitor, _ = signed_in()
        commands.rotate_signing_key(now=timezone.now() - timedelta(minutes=16))
        token = visitor.mint().json()["access_token"]
        members = client.get("/.well-known/jwks.json").json()["keys"]
        member = next(key for key in members if key["kid"] == kid_of(token))
        public = jwt.algorithms.RSAAlgorithm.from_jwk(json.dumps(member))
        claims = jwt.decode(token, public, algorithms=["RS256"], audience="bank")
        assert claims["token_use"] == "access"

    def test_keeps_the_private_key_sealed_and_destroys_it_when_it_is_spent(self, later):
        now = timezone.now()
        key = commands.rotate_signing_key(now=now)
        sealed = bytes(SigningKey.objects.get().sealed_private_key)
        assert b"PRIVATE" not in sealed
        found = queries.find_signing_key(kid=key.kid, now=now)
        assert load_pem_private_key(found.pem.encode(), password=None).key_size == 2048
        commands.rotate_signing_key(now=now + timedelta(minutes=16))
        assert commands.forget_spent_keys(now=now + timedelta(hours=13)) == 0
        assert commands.forget_spent_keys(now=now + timedelta(hours=14)) == 1
        assert SigningKey.objects.get(kid=key.kid).sealed_private_key is None
        assert SigningKey.objects.exclude(kid=key.kid).get().sealed_private_key

    def test_waits_for_the_one_before(self):
        now = timezone.now()
        commands.rotate_signing_key(now=now)
        with pytest.raises(commands.RotationUnderWay):
            commands.rotate_signing_key(now=now + timedelta(minutes=1))
        with pytest.raises(CommandError):
            call_command("rotate_signing_key")

    def test_at_once_ends_every_old_token(self, signed_in, client):
        visitor, answer = signed_in()
        meta = answer.json()["meta"]
        commands.rotate_signing_key(now=timezone.now() - timedelta(minutes=16))
        second = visitor.mint().json()
        call_command("rotate_signing_key", "--at-once")
        (only,) = published(client)
        assert visitor.refresh(meta["refresh_token"]).status_code == 400
        assert visitor.refresh(second["refresh_token"]).status_code == 400
        assert kid_of(visitor.mint().json()["access_token"]) == only

    def test_is_written_into_the_log(self):
        from services.auth.models import SignInEvent

        commands.rotate_signing_key(now=timezone.now())
        assert SignInEvent.objects.get().event == "key_rotated"


def test_an_access_token_opens_no_session(signed_in, client):
    _, answer = signed_in()
    header = {"Authorization": f"Bearer {answer.json()['meta']['access_token']}"}
    assert client.get("/api/v1/auth/app/v1/account/authenticators", headers=header).status_code in {
        401,
        410,
    }


def test_an_unknown_key_proves_nothing(signed_in, settings):
    _, answer = signed_in()
    token = answer.json()["meta"]["access_token"]
    claims = jwt.decode(token, options={"verify_signature": False})
    key = settings.HEADLESS_JWT_PRIVATE_KEY
    forged = jwt.encode(claims, key, algorithm="RS256", headers={"kid": "strange"})
    with pytest.raises(NotAuthenticated):
        principal_of(forged)


@pytest.mark.parametrize("key", ["", "no PEM", "ec"])
def test_a_missing_key_is_missed_at_the_start(key):
    if key == "ec":
        from cryptography.hazmat.primitives.asymmetric import ec
        from cryptography.hazmat.primitives.serialization import (
            Encoding,
            NoEncryption,
            PrivateFormat,
        )

        private = ec.generate_private_key(ec.SECP256R1())
        key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    environment = os.environ | {"JWT_PRIVATE_KEY": key, "SERVICE": "auth", "DEBUG": "1"}
    ended = subprocess.run(
        [sys.executable, "-c", "import config.wsgi"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "JWT_PRIVATE_KEY" in ended.stderr
    assert "Traceback" not in ended.stderr
