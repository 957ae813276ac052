"""A code of an authenticator app works once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from services.auth.models import AuthenticatorUse


def use_authenticator_code(*, authenticator_id: int, step: int, now: datetime) -> bool:
    """Note that the code of a half minute was shown; return whether this was the first time.

    One inserted row decides, so no cache that is lost brings a used code back.
    """
    try:
        with transaction.atomic():
            AuthenticatorUse.objects.create(
                authenticator_id=authenticator_id, step=step, used_at=now
            )
    except IntegrityError:
        return False
    return True
