"""Who is asking, proven by the token alone: a service keeps working while `auth` is down."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import jwt
from django.conf import settings
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission

from kernel.http.keys import key_of, known_keys
from kernel.ids import parse_id

REQUIRED_CLAIMS: Final = ["exp", "iat", "iss", "aud", "sub"]
LEEWAY_SECONDS: Final = 10
REMEMBERED: Final = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Principal:
    """The person or service that sent the request."""

    id: UUID
    roles: frozenset[str]
    amr: tuple[str, ...]
    auth_time: int
    is_authenticated: bool = True

    def has_role(self, *names: str) -> bool:
        """Return whether the principal has one of these roles."""
        return not self.roles.isdisjoint(names)


_proven: dict[tuple[object, bytes], tuple[Principal, int]] = {}


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`: a valid RS256 JWT of this bank, for this audience."""

    def authenticate(self, request: Any) -> tuple[Principal, str] | None:
        """Return the principal, or None when there is no token.

        Raises:
            NotAuthenticated: the token does not prove anything.

        """
        header = request.META.get("HTTP_AUTHORIZATION", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer":
            return None
        return principal_of(token.strip()), token

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002
        """Return the challenge, which makes DRF answer 401 instead of 403."""
        return "Bearer"


class IsSignedIn(BasePermission):
    """Lets signed-in people in."""

    def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002
        """Return whether somebody is signed in."""
        return isinstance(request.user, Principal)


def principal_of(token: str) -> Principal:
    """Return whom a token proves.

    A token that was proven is remembered by its hash until it expires: proving it again costs more
    than anything else that a request does before the database.

    Raises:
        NotAuthenticated: it is not ours, not for us, expired, or not an access token.

    """
    proven_by = (known_keys(), settings.ISSUER, settings.TOKEN_AUDIENCE)
    name = (proven_by, hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest())
    known = _proven.get(name)
    if known is not None and time.time() < known[1]:
        return known[0]
    principal, expires_at = _prove(token)
    if len(_proven) >= REMEMBERED:
        _proven.clear()
    _proven[name] = (principal, expires_at)
    return principal


def _prove(token: str) -> tuple[Principal, int]:
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != "RS256":
            raise NotAuthenticated
        claims = jwt.decode(
            token,
            key_of(header.get("kid")),
            algorithms=["RS256"],
            audience=settings.TOKEN_AUDIENCE,
            issuer=settings.ISSUER,
            leeway=LEEWAY_SECONDS,
            options={"require": REQUIRED_CLAIMS},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        raise NotAuthenticated from None
    if claims.get("token_use") != "access":
        raise NotAuthenticated
    person_id = parse_id(claims["sub"])
    if person_id is None:
        raise NotAuthenticated
    principal = Principal(
        id=person_id,
        roles=frozenset(claims.get("roles", ())),
        amr=tuple(claims.get("amr", ())),
        auth_time=int(claims.get("auth_time", 0)),
    )
    return principal, int(claims["exp"])
