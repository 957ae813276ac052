"""OpenID Connect: what the bank tells Grafana about staff, and what a service's token says."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from allauth.idp.oidc.models import Client
from django.conf import settings

from services.auth import queries
from services.auth.models import User
from services.auth.signin.adapters import ProviderAdapter

# A role that no person can have: it is no group. A token's use says the same a second time.
SERVICE_ROLE: Final = "service"
SERVICE_USE: Final = "service"
_ROLES_SCOPE: Final = "roles"
_UNUSED: Final = ("device_authorization_endpoint",)


class OpenIdAdapter(ProviderAdapter):
    """Claims of people, and the access tokens of programs.

    Who comes back from `authorize` has shown an authenticator or a passkey in that very session
    (see openid_views.py), so roles can be told here.
    """

    def get_claims(
        self,
        purpose: Any,
        user: Any,
        client: Client,
        scopes: Iterable[str],
        email: str | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        """Return what an ID token or userinfo says."""
        claims: dict[str, Any] = super().get_claims(
            purpose, user, client, scopes, email=email, **kwargs
        )
        if "profile" in scopes:
            # Names of people are known to `accounts` only.
            claims["name"] = claims["preferred_username"] = user.email
        if _ROLES_SCOPE in scopes:
            claims["roles"] = queries.list_staff_roles(user=user)
        return claims

    def populate_access_token(
        self,
        access_token: dict[str, Any],
        *,
        client: Client,
        scopes: Iterable[str],  # noqa: ARG002
        user: User | None,
        **_: Any,
    ) -> None:
        """Say for whom a token is: a service's for the bank's API, a person's for its program."""
        if user is None:
            access_token["aud"] = settings.TOKEN_AUDIENCE
            access_token["sub"] = client.id
            access_token["roles"] = [SERVICE_ROLE]
            access_token["token_use"] = SERVICE_USE
        else:
            # Grafana may ask userinfo with it. At the bank's API it opens nothing.
            access_token["aud"] = client.id
            access_token["token_use"] = "openid"  # noqa: S105  (a name)

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Tell the bank's own addresses, and only what it offers."""
        super().populate_server_metadata(data)
        for name in _UNUSED:
            data.pop(name, None)
        data["scopes_supported"] = ["openid", "email", "profile", _ROLES_SCOPE]
        data["grant_types_supported"] = ["authorization_code", "client_credentials"]
        data["response_types_supported"] = ["code"]
        data["claims_supported"] = ["sub", "email", "email_verified", "name", "roles"]
