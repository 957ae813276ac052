"""A refresh token works once."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from django.db import IntegrityError, transaction

from services.auth.models import RefreshUse

# Two tabs, or an answer that was lost on its way: nobody stole anything.
SAME_MOMENT: Final = timedelta(seconds=10)


class RefreshUseResult(Enum):
    """What somebody who shows a refresh token is to be told."""

    FIRST = "first"
    AGAIN = "again"
    # Long after its use: one of the two who have it is a thief.
    STOLEN = "stolen"


def use_refresh_token(*, jti: str, expires_at: datetime, now: datetime) -> RefreshUseResult:
    """Note the use of a token.

    One inserted row decides, so of many uses at the same moment, in whatever processes, one wins;
    and no cache that is lost brings a used token back.
    """
    try:
        with transaction.atomic():
            RefreshUse.objects.create(jti=jti, used_at=now, expires_at=expires_at)
    except IntegrityError:
        used_at = RefreshUse.objects.filter(jti=jti).values_list("used_at", flat=True).first()
        late = used_at is not None and now - used_at > SAME_MOMENT
        return RefreshUseResult.STOLEN if late else RefreshUseResult.AGAIN
    return RefreshUseResult.FIRST
