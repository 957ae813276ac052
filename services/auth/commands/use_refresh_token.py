"""A refresh token works once."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from services.auth.models import RefreshUse


def use_refresh_token(*, jti: str, expires_at: datetime, now: datetime) -> bool:
    """Return whether this is the token's first use.

    One inserted row decides, so of many uses at the same moment, in whatever processes, one wins;
    and no cache that is lost brings a used token back.
    """
    try:
        with transaction.atomic():
            RefreshUse.objects.create(jti=jti, used_at=now, expires_at=expires_at)
    except IntegrityError:
        return False
    return True
