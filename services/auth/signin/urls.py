"""allauth's paths for both clients, with sending a code again.

allauth mounts `auth/code/resend` only when an e-mailed code alone opens the bank, which it never
does here.
"""

from __future__ import annotations

from allauth.headless.constants import Client
from django.urls import URLPattern, URLResolver, include, path

from services.auth.signin.views import ResendSignInCodeView, ResendVerificationCodeView


def _resending(client: Client) -> list[URLPattern]:
    base = f"{client.value}/v1/auth/"
    return [
        path(f"{base}code/resend", ResendSignInCodeView.as_api_view(client=client)),
        path(f"{base}email/verify/resend", ResendVerificationCodeView.as_api_view(client=client)),
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *_resending(Client.APP),
    *_resending(Client.BROWSER),
    path("", include("allauth.headless.urls")),
]
