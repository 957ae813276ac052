"""The tokens: RS256, five minutes, for this bank, with what the session proves.

allauth's strategy says neither who issued a token nor for whom nor how the person signed in, lets
several simultaneous uses of one refresh token through, and knows one key only. This one says,
refuses, and takes the key whose time it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from allauth.core.internal.httpkit import authenticated_user
from allauth.core.internal.sessionkit import get_session_user
from allauth.headless.internal.sessionkit import lookup_session
from allauth.headless.tokens.strategies.base import AbstractTokenStrategy
from allauth.headless.tokens.strategies.jwt.internal import (
    session_key_from_sid,
    session_key_to_sid,
)
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest
from django.utils import timezone

from kernel.ids import new_id
from services.auth import commands, queries
from services.auth.commands import NOWHERE, Origin, RefreshUseResult
from services.auth.models import SecurityEvent, SignInResult, User

_NEEDED: Final = ["exp", "iat", "jti", "sub", "sid"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tokens:
    """What a session is traded for."""

    access_token: str
    refresh_token: str
    expires_in: int
    idle_seconds: int
    session_expires_at: datetime


def make_tokens(*, user: User, session: SessionBase) -> Tokens:
    """Return new tokens for a session and note its use; the caller saves the session."""
    life = queries.renew_session(session, user=user, now=timezone.now())
    return Tokens(
        access_token=make_access_token(user=user, session=session),
        refresh_token=make_refresh_token(user=user, session=session),
        expires_in=settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN,
        idle_seconds=life.idle_seconds,
        session_expires_at=life.expires_at,
    )


def make_access_token(*, user: User, session: SessionBase) -> str:
    """Return a token that every service can verify alone."""
    claims = {
        "iss": settings.ISSUER,
        "aud": settings.TOKEN_AUDIENCE,
        "roles": queries.roles_for_session(user, session),
        **queries.proofs_of(session),
    }
    life = timedelta(seconds=settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN)
    return _sign(claims, use="access", user=user, session=session, life=life)


def make_refresh_token(*, user: User, session: SessionBase) -> str:
    """Return a token that works once, as long as the session lives."""
    life = timedelta(seconds=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN)
    return _sign({}, use="refresh", user=user, session=session, life=life)


def redeem_refresh_token(token: str, *, origin: Origin = NOWHERE) -> Tokens | None:
    """Trade a refresh token for new tokens, once; None when it does not work (any more).

    A token that comes again long after its use ends the session: one of two people has stolen it.
    """
    claims = _prove(token, use="refresh")
    session = None if claims is None else _session_of(claims)
    if claims is None or session is None:
        return None
    user = get_session_user(session)
    if not isinstance(user, User) or str(user.id) != claims["sub"]:
        return None
    use = commands.use_refresh_token(
        jti=claims["jti"],
        expires_at=datetime.fromtimestamp(claims["exp"], tz=UTC),
        now=timezone.now(),
    )
    if use == RefreshUseResult.STOLEN:
        _end_stolen(session, user=user, origin=origin)
    if use != RefreshUseResult.FIRST:
        return None
    tokens = make_tokens(user=user, session=session)
    try:
        session.save()
    except UpdateError:
        # The person signed out meanwhile.
        return None
    return tokens


def live_session(session_key: str) -> SessionBase | None:
    """Return a session that somebody may still use; one whose time is up is ended."""
    session: SessionBase | None = lookup_session(session_key)
    if session is None or get_session_user(session) is None:
        # Nobody is signed in with it: it may wait for a code.
        return session
    if queries.is_session_over(session, now=timezone.now()):
        commands.end_session(session_key=session_key)
        return None
    return session


class BankTokenStrategy(AbstractTokenStrategy):
    """What allauth calls to make and refresh tokens.

    An access token opens no session: it may be seen by every service.
    """

    def create_session_token(self, request: HttpRequest) -> str:
        """Return what the app sends as `X-Session-Token`."""
        if not request.session.session_key:
            request.session.save()
        key = request.session.session_key
        assert key
        return key

    def lookup_session(self, session_token: str) -> SessionBase | None:
        """Return the session of such a token."""
        return live_session(session_token)

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return both tokens, the access token's life in seconds, and the session's limits."""
        user = authenticated_user(request)
        assert isinstance(user, User)
        tokens = make_tokens(user=user, session=request.session)
        return {
            "access_token": tokens.access_token,
            "refresh_token": tokens.refresh_token,
            "expires_in": tokens.expires_in,
            "idle_seconds": tokens.idle_seconds,
            "session_expires_at": tokens.session_expires_at.isoformat(),
        }

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Trade a refresh token for new tokens, once; None when it does not work (any more)."""
        tokens = redeem_refresh_token(refresh_token)
        return None if tokens is None else (tokens.access_token, tokens.refresh_token)


def _sign(
    claims: dict[str, Any], *, use: str, user: User, session: SessionBase, life: timedelta
) -> str:
    assert session.session_key
    now = timezone.now()
    key = queries.get_signing_key(now=now)
    content = claims | {
        "iat": int(now.timestamp()),
        "exp": int((now + life).timestamp()),
        # Encrypted: whoever sees a token must not come by the session.
        "sid": session_key_to_sid(session.session_key),
        "jti": str(new_id()),
        "token_use": use,
        "sub": str(user.id),
    }
    return jwt.encode(content, key.private, algorithm="RS256", headers={"kid": key.kid})


def _prove(token: str, *, use: str) -> dict[str, Any] | None:
    try:
        header = jwt.get_unverified_header(token)
        key = queries.find_signing_key(kid=header.get("kid"), now=timezone.now())
        if key is None:
            return None
        claims: dict[str, Any] = jwt.decode(
            token,
            key.private.public_key(),
            algorithms=["RS256"],
            options={"require": _NEEDED, "verify_aud": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    texts = all(isinstance(claims[name], str) for name in ("jti", "sub", "sid"))
    return claims if texts and claims.get("token_use") == use else None


def _session_of(claims: dict[str, Any]) -> SessionBase | None:
    session_key = session_key_from_sid(claims["sid"])
    return live_session(session_key) if session_key else None


def _end_stolen(session: SessionBase, *, user: User, origin: Origin) -> None:
    assert session.session_key
    commands.end_session(session_key=session.session_key)
    commands.record_security_event(
        person_id=user.id,
        event=SecurityEvent.TOKEN_REUSED,
        result=SignInResult.LOCKED,
        origin=origin,
        now=timezone.now(),
    )
