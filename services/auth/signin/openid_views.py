"""The page that Grafana sends staff to, and from which they come back signed in.

The programs are the bank's own, so there is nothing to agree to: it redirects, or says why not.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

from allauth.core.internal.httpkit import add_query_params
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import extract_params, respond_html_error
from allauth.idp.oidc.views import AuthorizationView
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from oauthlib.oauth2.rfc6749.errors import FatalClientError, OAuth2Error

from services.auth import commands, queries
from services.auth.models import SecurityEvent
from services.auth.signin.origin import origin_of

_CHALLENGE: Final = "S256"
# What cannot be done without a page of questions: asking again, and answering without asking.
_PROMPTS: Final = {"login", "none", "select_account"}


class StaffAuthorizationView(AuthorizationView):
    """Signs staff in to a program, when they have signed in to the bank with a strong factor."""

    http_method_names: ClassVar = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Redirect back with a code, to the sign-in, or say why not."""
        if _PROMPTS & set(request.GET.get("prompt", "").split()):
            return self._answer_error(request, "login_required")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def _login_required(self, request: HttpRequest) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        held = queries.list_staff_roles(user=user)
        if not held:
            return _page(request, reason="customer")
        if not set(held) <= set(queries.roles_for_session(user, request.session)):
            return _page(request, reason="factor")
        return None

    def _skip_consent(self) -> HttpResponse:
        asked = self._request_info["request"]
        if not asked.code_challenge or asked.code_challenge_method != _CHALLENGE:
            return self._answer_error(self.request, "invalid_request")
        commands.record_security_event(
            person_id=self.request.user.id,
            event=SecurityEvent.PROGRAM_SIGN_IN,
            factor=queries.last_factor(self.request.session),
            origin=origin_of(self.request),
            now=timezone.now(),
        )
        response: HttpResponse = super()._skip_consent()
        return response

    def _answer_error(self, request: HttpRequest, error: str) -> HttpResponse:
        """Send an error to the program, when it is one and the address is its own."""
        try:
            _, asked = get_server().validate_authorization_request(*extract_params(request))
        except (FatalClientError, ValidationError) as failure:
            return _html_error(request, failure)
        except OAuth2Error as failure:
            return _redirect(failure.in_uri(failure.redirect_uri))
        answer = {"error": error}
        if asked.get("state"):
            answer["state"] = asked["state"]
        return _redirect(add_query_params(asked["redirect_uri"], answer))


def _html_error(request: HttpRequest, failure: Exception) -> HttpResponse:
    response: HttpResponse = respond_html_error(request, error=failure)
    return response


def _page(request: HttpRequest, *, reason: str) -> HttpResponse:
    values = {"reason": reason, "bank_name": settings.BANK_NAME}
    return render(request, "identity/openid/not_for_you.html", values, status=403)


def _redirect(address: str) -> HttpResponse:
    response = HttpResponse(status=302)
    response["Location"] = address
    return response
