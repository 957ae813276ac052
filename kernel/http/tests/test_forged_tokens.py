"""Every service refuses what auth did not sign, for it, now, as an access token."""

from __future__ import annotations

import base64
import functools
import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from kernel.http.keys import known_keys
from kernel.http.permissions import PUBLIC
from kernel.http.principal import TokenAuthentication
from kernel.ids import new_id
from tests.environment import PRIVATE_PEM, PUBLIC_PEM


def b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    content = {
        "iss": settings.ISSUER,
        "aud": settings.TOKEN_AUDIENCE,
        "sub": str(new_id()),
        "roles": ["customer", "administrator"],
        "amr": ["pwd", "otp", "mfa"],
        "auth_time": now,
        "iat": now,
        "exp": now + 300,
        "jti": str(new_id()),
        "token_use": "access",
    }
    return {name: value for name, value in (content | changes).items() if value is not None}


def signed(*, headers: dict[str, Any] | None = None, key: Any = PRIVATE_PEM, **changes: Any) -> str:
    (kid,) = known_keys()
    named = {"kid": kid} if headers is None else headers
    return jwt.encode(claims(**changes), key, algorithm="RS256", headers=named)


def unsigned(algorithm: str) -> str:
    (kid,) = known_keys()
    header = {"alg": algorithm, "typ": "JWT", "kid": kid}
    return f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims()).encode())}"


@functools.cache
def stranger() -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def hmac_signed() -> str:
    content = unsigned("HS256")
    digest = hmac.new(PUBLIC_PEM.encode(), content.encode(), hashlib.sha256).digest()
    return f"{content}.{b64(digest)}"


def key_in_the_header() -> str:
    (kid,) = known_keys()
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(stranger().public_key()))
    return signed(key=stranger(), headers={"kid": kid, "jwk": public})


FORGERIES: dict[str, Callable[[], str]] = {
    "alg none": lambda: f"{unsigned('none')}.",
    "alg None": lambda: f"{unsigned('None')}.AAAA",
    "HS256 signed by the public key": hmac_signed,
    "wrong aud": lambda: signed(aud="grafana"),
    "wrong iss": lambda: signed(iss="https://evil.example"),
    "no exp": lambda: signed(exp=None),
    "expired": lambda: signed(exp=int(time.time()) - 60),
    "not yet": lambda: signed(nbf=int(time.time()) + 600),
    "strange kid": lambda: signed(headers={"kid": "strange"}),
    "path as kid": lambda: signed(headers={"kid": "../../dev/null"}),
    "no kid": lambda: signed(headers={}),
    "key of their own": lambda: signed(key=stranger()),
    "key in the header": key_in_the_header,
    "refresh token": lambda: signed(token_use="refresh"),
    "step-up approval": lambda: signed(token_use="step_up"),
    "OpenID token": lambda: signed(token_use="openid"),
    "no token_use": lambda: signed(token_use=None),
    "cut off": lambda: signed()[:-8],
    "no JSON": lambda: f"{b64(b'x')}.{b64(b'y')}.{b64(b'z')}",
}


@functools.cache
def first_path(service: Any) -> str:
    """Return a path of a service without a parameter, that asks for a token.

    A service whose own ones are public, or not there yet, has its approvals.
    """
    found = (
        path
        for path, view in _views(get_resolver())
        if path.startswith(tuple(f"api/v1/{prefix}" for prefix in service.prefixes))
        and "<" not in path
        and TokenAuthentication in view.authentication_classes
    )
    return min(found, default=f"api/v1/approvals/{service.name}")


def _views(resolver: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _views(pattern, path)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "cls", None)
            if view is not None:
                yield path, view


@pytest.mark.django_db
@pytest.mark.parametrize("service", settings.RUNNING, ids=lambda service: service.name)
class TestEachService:
    @pytest.mark.parametrize("kind", FORGERIES)
    def test_refuses(self, service, kind):
        path = first_path(service)
        answer = Client().get(f"/{path}", headers={"Authorization": f"Bearer {FORGERIES[kind]()}"})
        assert answer.status_code == 401
        assert answer.json()["code"] == "not_authenticated"
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_believes_a_good_one(self, service):
        path = first_path(service)
        answer = Client().get(f"/{path}", headers={"Authorization": f"Bearer {signed()}"})
        # In auth, nobody has this id; elsewhere there is nothing of theirs, at most.
        if service.name != "auth":
            assert answer.status_code != 401
        assert answer.status_code < 500


def _addresses() -> list[tuple[str, str]]:
    """Return each path of this process that asks for a token, with a method that it takes."""
    found = []
    for path, view in _views(get_resolver()):
        if TokenAuthentication not in view.authentication_classes:
            continue
        asked = [
            method for method, may in getattr(view, "permissions", {}).items() if may != PUBLIC
        ]
        if asked:
            plain = re.sub(r"<uuid:\w+>", str(new_id()), path)
            found.append((min(asked), "/" + re.sub(r"<(\w+:)?\w+>", "1", plain)))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["HS256 signed by the public key", "step-up approval"])
def test_every_path_of_this_process_refuses(kind):
    token = FORGERIES[kind]()
    open_to_it = []
    addresses = _addresses()
    for method, path in addresses:
        answer = Client().generic(method, path, headers={"Authorization": f"Bearer {token}"})
        if answer.status_code != 401:
            open_to_it.append((method, path, answer.status_code))
    assert len(addresses) > 5
    assert open_to_it == []
