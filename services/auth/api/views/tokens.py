"""Tokens for a session, and for a refresh token."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotAuthenticated
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.permissions import OWN, PUBLIC
from kernel.http.schema import problems
from services.auth.api.authentication import (
    AppSession,
    BrowserSession,
    HasSession,
    require_same_site,
)
from services.auth.api.serializers import AccessTokenOutput
from services.auth.signin.origin import origin_of
from services.auth.signin.tokens import Tokens, make_tokens, redeem_refresh_token

CSRF_TOKEN = OpenApiParameter(
    name="X-CSRFToken",
    location=OpenApiParameter.HEADER,
    description="The value of the cookie `csrftoken`; needed with cookies.",
)


class TokenView(APIView):
    """Trades a session for an access token."""

    permissions: ClassVar[dict[str, str]] = {"POST": OWN}
    authentication_classes: ClassVar = [BrowserSession, AppSession]
    permission_classes: ClassVar = [HasSession]

    @extend_schema(
        operation_id="mint_token",
        tags=["auth"],
        parameters=[CSRF_TOKEN],
        request=None,
        responses={200: AccessTokenOutput, **problems(401, 403)},
    )
    def post(self, request: Any) -> Response:
        """Return an access token for the session.

        The app gets a refresh token in the answer, the browser in a cookie that it cannot read.
        """
        user, session = request.user, request.auth
        tokens = make_tokens(user=user, session=session)
        if isinstance(request.successful_authenticator, AppSession):
            session.save()
            return Response(AccessTokenOutput(tokens).data)
        return answer_browser(tokens)


class RefreshView(APIView):
    """Trades the browser's refresh token."""

    permissions: ClassVar[dict[str, str]] = {"POST": PUBLIC}
    authentication_classes: ClassVar[list[type]] = []

    @extend_schema(
        operation_id="refresh_token",
        tags=["auth"],
        parameters=[CSRF_TOKEN],
        request=None,
        responses={200: AccessTokenOutput, **problems(401, 403)},
    )
    def post(self, request: Any) -> Response:
        """Return new tokens for the cookie's, which works once.

        The cookie stays where it is refused: another tab may have got a new one meanwhile.
        """
        plain = request._request  # noqa: SLF001  (CSRF is Django's)
        require_same_site(plain)
        token = request.COOKIES.get(settings.REFRESH_COOKIE, "")
        tokens = redeem_refresh_token(token, origin=origin_of(plain))
        if tokens is None:
            raise NotAuthenticated
        return answer_browser(tokens)

    def get_authenticate_header(self, request: Any) -> str:  # noqa: ARG002
        """Return the challenge, which makes DRF answer 401 instead of 403."""
        return "Session"


def answer_browser(tokens: Tokens) -> Response:
    """Return the access token, and set the refresh token where no script reads it."""
    answer = dict(AccessTokenOutput(tokens).data)
    refresh_token = answer.pop("refresh_token")
    response = Response(answer)
    response.set_cookie(
        settings.REFRESH_COOKIE,
        refresh_token,
        max_age=settings.HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN,
        path=settings.REFRESH_COOKIE_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    return response
