"""The tokens: RS256, five minutes, for this bank, with what the session proves.

allauth's strategy says neither who issued a token nor for whom nor how the person signed in, and
lets several simultaneous uses of one refresh token through. This one says and refuses.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from allauth.core.internal.httpkit import authenticated_user
from allauth.headless.tokens.strategies.jwt import JWTTokenStrategy, internal
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.http import HttpRequest
from django.utils import timezone

from services.auth import commands, queries
from services.auth.models import User
from services.auth.signin.proofs import proofs_of


def make_access_token(*, user: User, session: SessionBase) -> str:
    """Return a token that every service can verify alone."""
    claims = {
        "iss": settings.ISSUER,
        "aud": settings.TOKEN_AUDIENCE,
        "roles": queries.list_roles(user=user),
        **proofs_of(session),
    }
    token: str = internal.create_access_token(user, session, claims)
    return token


def make_refresh_token(*, user: User, session: SessionBase) -> str:
    """Return a token that works once, as long as the session lives, and note it there."""
    token: str = internal.create_refresh_token(user, session)
    # The dictionary inside the session has changed, which the session does not see.
    session.modified = True
    return token


class BankTokenStrategy(JWTTokenStrategy):
    """What allauth calls to make and refresh tokens."""

    def create_access_token(self, request: HttpRequest) -> str | None:
        """Return an access token for the session of a request."""
        user = authenticated_user(request)
        assert isinstance(user, User)
        return make_access_token(user=user, session=request.session)

    def create_access_token_payload(self, request: HttpRequest) -> dict[str, Any] | None:
        """Return both tokens and the access token's life in seconds."""
        payload: dict[str, Any] | None = super().create_access_token_payload(request)
        if payload is not None:
            payload["expires_in"] = settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN
            request.session.modified = True
        return payload

    def refresh_token(self, refresh_token: str) -> tuple[str, str] | None:
        """Trade a refresh token for new tokens, once; None when it does not work (any more)."""
        proven = internal.validate_refresh_token(refresh_token)
        if proven is None:
            return None
        user, session, payload = proven
        expires_at = datetime.fromtimestamp(payload["exp"], tz=UTC)
        first = commands.use_refresh_token(
            jti=payload["jti"], expires_at=expires_at, now=timezone.now()
        )
        if not first:
            return None
        internal.invalidate_refresh_token(session, payload)
        tokens = (
            make_access_token(user=user, session=session),
            make_refresh_token(user=user, session=session),
        )
        try:
            session.save()
        except UpdateError:
            # The person signed out meanwhile.
            return None
        return tokens
