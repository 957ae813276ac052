"""Rows that prove nothing any more."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sessions.models import Session

from services.auth.models import RefreshUse


def purge_expired(*, now: datetime) -> int:
    """Delete expired sessions and the marks of refresh tokens that expired; return how many."""
    marks, _ = RefreshUse.objects.filter(expires_at__lt=now).delete()
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    return marks + sessions
