"""allauth's paths for both clients; in front of them, where codes are sent and taken, ours.

allauth mounts `auth/code/resend` only when an e-mailed code alone opens the bank, which it never
does here.
"""

from __future__ import annotations

from typing import Any

from allauth.headless.constants import Client
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from services.auth.signin import views


def _ours(client: Client) -> list[URLPattern]:
    by_path: dict[str, type[Any]] = {
        "auth/code/confirm": views.SignInCodeView,
        "auth/code/resend": views.ResendSignInCodeView,
        "auth/2fa/authenticate": views.FactorView,
        "auth/2fa/reauthenticate": views.FreshFactorView,
        "auth/email/verify": views.VerificationCodeView,
        "auth/email/verify/resend": views.ResendVerificationCodeView,
        "auth/password/reset": views.NewPasswordView,
        "account/email": views.EmailView,
        "account/password/change": views.PasswordView,
    }
    return [
        path(f"{client.value}/v1/{name}", view.as_api_view(client=client))
        for name, view in by_path.items()
    ]


def _not_here(_request: HttpRequest, **_: Any) -> HttpResponse:
    # A telephone number is the business of `accounts`; allauth's own paths for it fail.
    raise Http404


urlpatterns: list[URLPattern | URLResolver] = [
    *_ours(Client.APP),
    *_ours(Client.BROWSER),
    *(
        path(f"{client.value}/v1/{name}", _not_here)
        for client in Client
        for name in ("account/phone", "auth/phone/verify", "auth/phone/verify/resend")
    ),
    path("", include("allauth.headless.urls")),
]
