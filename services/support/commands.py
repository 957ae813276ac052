"""What the support service does."""

from __future__ import annotations

from datetime import datetime

from kernel.errors import Invalid
from services.support.models import Announcement


class AnnouncementEndsTooEarly(Invalid):
    """An announcement ends after it starts."""


def publish_announcement(
    *, title: str, body: str, starts_at: datetime, now: datetime, ends_at: datetime | None = None
) -> Announcement:
    """Write an announcement; it is live from `starts_at` on, and until `ends_at` if there is one.

    Raises:
        AnnouncementEndsTooEarly: it would end before it starts, or at once.

    """
    if ends_at is not None and ends_at <= starts_at:
        raise AnnouncementEndsTooEarly(field="ends_at")
    return Announcement.objects.create(
        title=title, body=body, starts_at=starts_at, ends_at=ends_at, created_at=now
    )
