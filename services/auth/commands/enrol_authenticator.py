"""An authenticator that the bank itself sets up: the demo's."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.db import transaction

from services.auth.models import User


def enrol_authenticator(*, user: User, secret: str) -> bool:
    """Give a person a TOTP authenticator with this base32 secret; False when they have one.

    People enrol their own through allauth, which asks for a code first.
    """
    with transaction.atomic():
        # The database cannot refuse a second one on every engine, so the person's row is the lock.
        User.objects.select_for_update().get(id=user.id)
        kind = Authenticator.Type.TOTP
        if Authenticator.objects.filter(user=user, type=kind).exists():
            return False
        Authenticator.objects.create(user=user, type=kind, data={"secret": encrypt(secret)})
    return True
