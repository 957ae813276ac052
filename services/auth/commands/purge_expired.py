"""Rows that prove nothing any more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.contrib.sessions.models import Session
from django.db.models import Count

from services.auth.metrics import count_otp
from services.auth.models import AuthenticatorUse, CodeLock, OneTimeCode, RefreshUse

# Longer than the longest lock, and than the day in which wrong codes are counted.
LOCKS_KEPT: Final = timedelta(days=2)


def purge_expired(*, now: datetime) -> int:
    """Delete expired sessions, marks of refresh tokens and codes, and codes; return how many.

    A code that nobody answered is counted as expired here, when it goes.
    """
    marks, _ = RefreshUse.objects.filter(expires_at__lt=now).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    codes = OneTimeCode.objects.filter(expires_at__lt=now)
    unanswered = codes.filter(used_at=None, superseded_at=None, tries_left__gt=0)
    for row in unanswered.values("purpose", "channel").annotate(amount=Count("id")):
        count_otp(
            stage="expired", purpose=row["purpose"], channel=row["channel"], amount=row["amount"]
        )
    gone, _ = codes.delete()
    shown, _ = AuthenticatorUse.objects.filter(used_at__lt=now - LOCKS_KEPT).delete()
    locks, _ = CodeLock.objects.filter(counted_from__lt=now - LOCKS_KEPT).delete()
    return marks + sessions + gone + shown + locks
