"""The proof of a fresh factor as it comes over the wire: `Step-Up: <jwt>`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import jwt
from django.conf import settings
from drf_spectacular.utils import OpenApiParameter

from kernel.http.keys import key_of
from kernel.ids import parse_id
from kernel.step_up.proofs import Proof

STEP_UP: Final = OpenApiParameter(
    name="Step-Up",
    location=OpenApiParameter.HEADER,
    description="The approval that `POST /auth/step-up/{id}` gave for exactly this.",
)
TOKEN_USE: Final = "step_up"  # noqa: S105  (a name)
_CLAIMS: Final = ["iss", "aud", "sub", "jti", "exp", "operation", "facts_sha256", "token_use"]
_MAX_JTI: Final = 64


def proof_of(request: Any) -> Proof | None:
    """Return the proof of a request; one that proves nothing counts as none.

    Whether it is for this person and these facts, fresh and unused is for `use_proof` to say.
    """
    token = request.META.get("HTTP_STEP_UP", "").strip()
    return _prove(token) if token else None


def _prove(token: str) -> Proof | None:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != "RS256":
            return None
        claims = jwt.decode(
            token,
            key_of(header.get("kid")),
            algorithms=["RS256"],
            audience=settings.TOKEN_AUDIENCE,
            issuer=settings.ISSUER,
            # An expired proof is told apart from none: `use_proof` looks.
            options={"require": _CLAIMS, "verify_exp": False},
        )
        return _proof(claims)
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, OSError):
        return None


def _proof(claims: dict[str, Any]) -> Proof | None:
    person_id = parse_id(claims["sub"])
    texts = [claims[name] for name in ("jti", "operation", "facts_sha256")]
    if claims["token_use"] != TOKEN_USE or person_id is None:
        return None
    if not all(isinstance(text, str) for text in texts) or not 0 < len(texts[0]) <= _MAX_JTI:
        return None
    return Proof(
        jti=texts[0],
        person_id=person_id,
        operation=texts[1],
        facts_sha256=texts[2],
        expires_at=datetime.fromtimestamp(int(claims["exp"]), tz=UTC),
    )
