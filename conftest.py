"""Fixtures that every part of the suite uses. Real database, real tokens."""

from __future__ import annotations

import time
import uuid

import jwt
import pytest

from tests.environment import KEY, PRIVATE_PEM


@pytest.fixture
def make_token():
    """Return a function that signs an access token as `auth` does; claims can be replaced."""
    from django.conf import settings

    from kernel.http.keys import thumbprint

    def make(*, person_id, roles=("customer",), kid=None, key=None, algorithm="RS256", **claims):
        now = int(time.time())
        content = {
            "iss": settings.ISSUER,
            "aud": settings.TOKEN_AUDIENCE,
            "sub": str(person_id),
            "roles": list(roles),
            "amr": ["pwd", "otp"],
            "auth_time": now,
            "iat": now,
            "exp": now + 300,
            "jti": uuid.uuid4().hex,
            "token_use": "access",
        } | claims
        content = {name: value for name, value in content.items() if value is not None}
        headers = {"kid": kid or thumbprint(KEY.public_key())}
        return jwt.encode(content, key or PRIVATE_PEM, algorithm=algorithm, headers=headers)

    return make


@pytest.fixture
def sign_in(make_token):
    """Return a function that gives the headers of a signed-in person."""

    def headers(*, person_id, roles=("customer",)):
        return {"HTTP_AUTHORIZATION": f"Bearer {make_token(person_id=person_id, roles=roles)}"}

    return headers
