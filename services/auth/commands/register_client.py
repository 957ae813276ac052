"""Programs that trust the bank's sign-in, and programs that call the bank as themselves."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from allauth.idp.oidc.models import Client
from django.conf import settings
from django.db import transaction

from kernel.ids import new_id
from services.auth.commands.record_security_event import record_security_event
from services.auth.models import SecurityEvent

SERVICE_SCOPE: Final = "service"
STAFF_SCOPES: Final = ("openid", "email", "profile", "roles")
SHORTEST_SECRET: Final = 32
_NEAR: Final = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisteredClient:
    """A program. `secret` is there only when it was made now: afterwards only its hash is kept."""

    client_id: str
    secret: str | None


@transaction.atomic
def register_openid_client(
    *, name: str, redirect_uris: Iterable[str], secret: str = "", now: datetime
) -> RegisteredClient:
    """Let staff sign in to a program (Grafana) through the bank; its id is its name.

    May be called again: the addresses are replaced; the secret stays unless another one is given.

    Raises:
        ValueError: a name, an address or a secret that cannot be used.

    """
    uris = list(redirect_uris)
    if not uris:
        raise ValueError("A program needs an address that people come back to.")
    for uri in uris:
        _require_address(uri)
    if name == settings.TOKEN_AUDIENCE:
        # Its tokens would be for the bank's own API.
        raise ValueError(f"{name!r} is the audience of the bank's own tokens.")
    client = Client.objects.select_for_update().filter(id=name).first() or Client(id=name)
    if client.get_grant_types() != [Client.GrantType.AUTHORIZATION_CODE]:
        raise ValueError(f"{name!r} is a service, not a program that people sign in to.")
    client.name = name
    client.set_redirect_uris(uris)
    client.set_scopes(list(STAFF_SCOPES))
    client.set_default_scopes(["openid"])
    # The bank's own tools: nobody has to agree that the bank tells the bank who they are.
    client.skip_consent = True
    return _save(client, secret=secret, now=now)


@transaction.atomic
def register_service(*, name: str, secret: str = "", now: datetime) -> RegisteredClient:
    """Let a program call the bank as itself, by client credentials; its id is a new UUID.

    May be called again: the id and the secret stay, unless another secret is given.

    Raises:
        ValueError: a secret that cannot be used.

    """
    grant = Client.GrantType.CLIENT_CREDENTIALS
    found = Client.objects.select_for_update().filter(name=name, grant_types=grant).first()
    client = found or Client(id=str(new_id()), name=name, grant_types=grant)
    client.response_types = ""
    client.set_scopes([SERVICE_SCOPE])
    client.set_default_scopes([SERVICE_SCOPE])
    return _save(client, secret=secret, now=now)


def _save(client: Client, *, secret: str, now: datetime) -> RegisteredClient:
    if secret and len(secret) < SHORTEST_SECRET:
        raise ValueError(f"A secret has at least {SHORTEST_SECRET} characters.")
    is_new = client._state.adding  # noqa: SLF001  (Django's documented way to ask)
    made = secrets.token_urlsafe(SHORTEST_SECRET) if is_new and not secret else None
    wanted = secret or made
    if wanted and (is_new or not client.check_secret(wanted)):
        client.set_secret(wanted)
    client.save()
    record_security_event(person_id=None, event=SecurityEvent.CLIENT_CHANGED, now=now)
    return RegisteredClient(client_id=client.id, secret=made)


def _require_address(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{uri!r} is no web address.")
    if parts.fragment or "*" in uri or parts.username is not None:
        raise ValueError(f"{uri!r} is no exact address.")
    if parts.scheme == "http" and parts.hostname not in _NEAR and settings.HTTPS:
        raise ValueError(f"{uri!r} would carry a sign-in without TLS.")
