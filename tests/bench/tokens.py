"""Access tokens as `auth` signs them, made before the measurement starts."""

from __future__ import annotations

import time
import uuid
from collections.abc import Collection

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kernel.http.keys import thumbprint
from tests.bench.bank import MeasuredBank

LIFE_SECONDS = 3600


def sign_tokens(bank: MeasuredBank, *, people: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return a token for each person; one each, as a bank with many customers sees them."""
    key = load_pem_private_key(bank.parts.keys.private_key.read_bytes(), password=None)
    assert isinstance(key, RSAPrivateKey)
    headers = {"kid": thumbprint(key.public_key())}
    now = int(time.time())
    content = {
        "iss": bank.parts.public_url,
        "aud": "bank",
        "roles": ["customer"],
        "amr": ["pwd", "otp"],
        "auth_time": now,
        "iat": now,
        "exp": now + LIFE_SECONDS,
        "token_use": "access",
    }
    return {
        person: jwt.encode(
            content | {"sub": str(person), "jti": uuid.uuid4().hex},
            key,
            algorithm="RS256",
            headers=headers,
        )
        for person in people
    }
