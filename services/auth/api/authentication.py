"""Who asks for a token: the browser by its cookie, the app by its session token."""

from __future__ import annotations

from typing import Any

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import BasePermission

from services.auth.models import User
from services.auth.signin.csrf import CrossSiteRequest


class _CsrfCheck(CsrfViewMiddleware):
    def _reject(self, _request: Any, reason: str) -> Any:
        return reason


def _never(_request: Any, *_: Any) -> HttpResponse:
    raise NotImplementedError


class BrowserSession(BaseAuthentication):
    """The session cookie, and Django's proof that the bank's own page sends it."""

    def authenticate(self, request: Any) -> tuple[User, SessionBase] | None:
        """Return the user and the session, or None when nobody is signed in.

        Raises:
            CrossSiteRequest: the CSRF token is missing or wrong.

        """
        plain = request._request  # noqa: SLF001  (where Django's middleware put the session)
        if not plain.user.is_authenticated:
            return None
        check = _CsrfCheck(_never)
        check.process_request(plain)
        if check.process_view(plain, _never, (), {}):
            raise CrossSiteRequest
        return plain.user, plain.session

    def authenticate_header(self, request: Any) -> str:  # noqa: ARG002
        """Return the challenge, which makes DRF answer 401 instead of 403."""
        return "Session"


class AppSession(BaseAuthentication):
    """The header `X-Session-Token`, which no other site can make a browser send."""

    def authenticate(self, request: Any) -> tuple[User, SessionBase] | None:
        """Return the user and the session, or None when the token opens none."""
        token = request.META.get("HTTP_X_SESSION_TOKEN")
        return authenticate_by_x_session_token(token) if token else None


class HasSession(BasePermission):
    """Lets people in who are signed in with a session."""

    def has_permission(self, request: Any, view: Any) -> bool:  # noqa: ARG002
        """Return whether somebody is signed in."""
        return isinstance(request.user, User)


class BrowserSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the cookie."""

    target_class = "services.auth.api.authentication.BrowserSession"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME}


class AppSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Describes the header."""

    target_class = "services.auth.api.authentication.AppSession"
    name = "session_token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:  # noqa: ARG002
        """Return the scheme."""
        return {"type": "apiKey", "in": "header", "name": "X-Session-Token"}
