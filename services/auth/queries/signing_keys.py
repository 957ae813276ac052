"""The keys that sign tokens and those that prove them, by the clock."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final

from allauth.core.internal.jwkkit import load_jwk_from_pem
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from kernel.crypto import unseal
from services.auth.models import SigningKey

# What a retired key still proves: the longest life of anything that it signed, and some minutes
# for the clocks.
PROVES_AFTER: Final = timedelta(hours=13)
SHORTEST_KEY: Final = 2048
_REMEMBERED_SECONDS: Final = 30
_BEFORE_ALL: Final = datetime(1970, 1, 1, tzinfo=UTC)


class NoSigningKey(Exception):
    """JWT_PRIVATE_KEY holds no RSA key of 2048 bits or more, as PEM."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """A private key; it signs from an instant on, until the next one does."""

    kid: str
    pem: str
    signs_from: datetime
    # None: it signs, or will.
    proves_until: datetime | None

    @property
    def private(self) -> RSAPrivateKey:
        """Return the key itself."""
        return read_private_key(self.pem)


_known: tuple[float, str, list[Key]] | None = None


def list_signing_keys(*, now: datetime) -> list[Key]:
    """Return the keys that are published: the next one, the one that signs, those that did.

    The first is the environment's. The table is read again after half a minute; a key is in it for
    much longer before it signs.

    Raises:
        NoSigningKey: see there.

    """
    global _known  # noqa: PLW0603
    first = settings.HEADLESS_JWT_PRIVATE_KEY
    if _known is None or _known[1] != first or time.monotonic() - _known[0] > _REMEMBERED_SECONDS:
        _known = (time.monotonic(), first, _read(first))
    return [key for key in _known[2] if key.proves_until is None or key.proves_until > now]


def get_signing_key(*, now: datetime) -> Key:
    """Return the key that signs now.

    Raises:
        NoSigningKey: see there.

    """
    return max(
        (key for key in list_signing_keys(now=now) if key.signs_from <= now),
        key=lambda key: key.signs_from,
    )


def find_signing_key(*, kid: object, now: datetime) -> Key | None:
    """Return the key with this id, when it (still) proves something."""
    return next((key for key in list_signing_keys(now=now) if key.kid == kid), None)


def forget_signing_keys() -> None:
    """Read the table anew: it has just changed."""
    global _known  # noqa: PLW0603
    _known = None


@lru_cache(maxsize=16)
def read_private_key(pem: str) -> RSAPrivateKey:
    """Return the RSA key in a PEM.

    Raises:
        NoSigningKey: see there.

    """
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError):
        raise NoSigningKey(NoSigningKey.__doc__) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < SHORTEST_KEY:
        raise NoSigningKey(NoSigningKey.__doc__)
    return key


def kid_of(pem: str) -> str:
    """Return the id of a key: its RFC 7638 thumbprint.

    Raises:
        NoSigningKey: see there.

    """
    read_private_key(pem)
    jwk, _ = load_jwk_from_pem(pem)
    kid: str = jwk["kid"]
    return kid


def seal_context(kid: str) -> str:
    """Return what a sealed key is bound to."""
    return f"identity_signing_key:{kid}"


def _read(first: str) -> list[Key]:
    rows = list(SigningKey.objects.order_by("signs_from"))
    keys = []
    first_kid = kid_of(first)
    if all(row.kid != first_kid for row in rows):
        ends = _ends(rows[0].signs_from if rows else None)
        keys.append(Key(kid=first_kid, pem=first, signs_from=_BEFORE_ALL, proves_until=ends))
    for place, row in enumerate(rows):
        if row.revoked_at or row.sealed_private_key is None:
            continue
        following = rows[place + 1].signs_from if place + 1 < len(rows) else None
        pem = unseal(bytes(row.sealed_private_key), context=seal_context(row.kid))
        keys.append(
            Key(kid=row.kid, pem=pem, signs_from=row.signs_from, proves_until=_ends(following))
        )
    return keys


def _ends(following: datetime | None) -> datetime | None:
    return None if following is None else following + PROVES_AFTER
