"""A new key signs the tokens; the old one proves its own as long as they live."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from django.conf import settings
from django.db import transaction

from kernel.crypto import seal
from kernel.errors import Refused
from services.auth import queries
from services.auth.commands.record_security_event import record_security_event
from services.auth.models import SecurityEvent, SigningKey

KEY_SIZE: Final = 2048
# Longer than any service keeps the published keys (kernel/http/keys.py: five minutes).
PUBLISHED_BEFORE: Final = timedelta(minutes=15)


class RotationUnderWay(Refused):
    """A new key is published already and does not sign yet."""


def rotate_signing_key(
    *, at_once: bool = False, published_before: timedelta = PUBLISHED_BEFORE, now: datetime
) -> SigningKey:
    """Make a key that is published from now on, and signs after a while.

    With `at_once` (a key may have leaked) it signs now, and every earlier key proves nothing any
    more: everybody signs in again. The environment's key is taken into the table, so that it ends
    too.

    Raises:
        RotationUnderWay: see there.

    """
    private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with transaction.atomic():
        if not at_once and SigningKey.objects.filter(signs_from__gt=now).exists():
            raise RotationUnderWay
        if at_once:
            _keep_first(now=now)
            SigningKey.objects.filter(signs_from__gt=now).delete()
            SigningKey.objects.update(revoked_at=now, sealed_private_key=None)
        signs_from = now if at_once else now + published_before
        key = _keep(pem, signs_from=signs_from, now=now)
        record_security_event(person_id=None, event=SecurityEvent.KEY_ROTATED, now=now)
    queries.forget_signing_keys()
    return key


def forget_spent_keys(*, now: datetime) -> int:
    """Destroy private keys that can prove nothing any more; return how many."""
    rows = list(SigningKey.objects.order_by("signs_from"))
    spent = [
        row.kid
        for row, following in pairwise(rows)
        if following.signs_from + queries.PROVES_AFTER <= now
    ]
    kept = SigningKey.objects.filter(kid__in=spent).exclude(sealed_private_key=None)
    return kept.update(sealed_private_key=None)


def _keep_first(*, now: datetime) -> None:
    pem = settings.HEADLESS_JWT_PRIVATE_KEY
    if not SigningKey.objects.filter(kid=queries.kid_of(pem)).exists():
        _keep(pem, signs_from=now - timedelta(seconds=1), now=now)


def _keep(pem: str, *, signs_from: datetime, now: datetime) -> SigningKey:
    public = queries.read_private_key(pem).public_key()
    kid = queries.kid_of(pem)
    return SigningKey.objects.create(
        kid=kid,
        sealed_private_key=seal(pem, context=queries.seal_context(kid)),
        public_key=public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode(),
        created_at=now,
        signs_from=signs_from,
    )
