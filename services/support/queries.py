"""Reads: announcements."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from services.support.models import Announcement


def list_live_announcements(*, now: datetime) -> list[Announcement]:
    """Return the announcements that have started and not ended, the latest start first.

    Being live is a question of the asking, not of a task that must fire: a worker that is down
    neither delays an announcement nor keeps one up.
    """
    not_ended = Q(ends_at=None) | Q(ends_at__gt=now)
    live = Announcement.objects.filter(not_ended, starts_at__lte=now)
    return list(live.order_by("-starts_at", "-id"))
