"""Invitations that are history: the audit keeps that they were, without the address."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from services.auth.models import Invitation

KEPT: Final = timedelta(days=90)


def purge_invitations(*, now: datetime) -> int:
    """Delete invitations of three months ago and more, whatever became of them."""
    deleted, _ = Invitation.objects.filter(created_at__lt=now - KEPT).delete()
    return deleted
