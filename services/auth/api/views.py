"""Auth's own operations; signing in itself is allauth's (see signin/urls.py)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from kernel.http.schema import problems
from services.auth import queries
from services.auth.api.authentication import AppSession, BrowserSession, HasSession
from services.auth.api.serializers import AccessTokenOutput, MeOutput
from services.auth.signin.tokens import make_access_token, make_refresh_token

CSRF_TOKEN = OpenApiParameter(
    name="X-CSRFToken",
    location=OpenApiParameter.HEADER,
    description="The value of the cookie `csrftoken`; needed with the session cookie.",
)


class TokenView(APIView):
    """Trades a session for an access token."""

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
        """Return an access token for the session; to the app, a refresh token too."""
        user, session = request.user, request.auth
        answer = {
            "access_token": make_access_token(user=user, session=session),
            "expires_in": settings.HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN,
        }
        if isinstance(request.successful_authenticator, AppSession):
            answer["refresh_token"] = make_refresh_token(user=user, session=session)
            session.save()
        return Response(AccessTokenOutput(answer).data)


class MeView(APIView):
    """The signed-in person."""

    @extend_schema(operation_id="get_me", tags=["auth"], responses={200: MeOutput, **problems(401)})
    def get(self, request: Any) -> Response:
        """Return what the bank knows of the person who asks."""
        return Response(MeOutput(queries.get_person(person_id=request.user.id)).data)
