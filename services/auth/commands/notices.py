"""Read notices, and choose what to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import Invalid, Refused
from services.auth.models import Notice, NoticePreference
from services.auth.notices import CHANNELS, SUBJECTS
from services.auth.queries.notices import get_notice, inbox_of, list_preferences


class NoticeSubjectUnknown(Invalid):
    """There is no notice about this."""


class NoticeChannelLocked(Refused):
    """Notices about your security cannot be switched off."""


def read_notice(*, person_id: UUID, notice_id: UUID, now: datetime) -> Notice:
    """Mark a notice as read, on every device; a second time changes nothing.

    Raises:
        NoticeNotFound: there is none, or it is somebody else's.

    """
    notice = get_notice(person_id=person_id, notice_id=notice_id)
    if notice.read_at is None:
        inbox_of(person_id).filter(event_id=notice_id, read_at=None).update(read_at=now)
        notice.read_at = now
    return notice


def read_all_notices(*, person_id: UUID, now: datetime) -> int:
    """Mark everything in a person's inbox as read; return how many notices that were."""
    return inbox_of(person_id).filter(read_at=None).update(read_at=now)


@transaction.atomic
def set_preferences(
    *, person_id: UUID, wishes: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, bool]]:
    """Keep which channels a person wants for some subjects; return all of them.

    `wishes` is subject -> channel -> on; what is absent stays as it is.

    Raises:
        NoticeSubjectUnknown: see there.
        NoticeChannelLocked: see there.

    """
    present = list_preferences(person_id=person_id)
    for subject, channels in wishes.items():
        if subject not in SUBJECTS:
            raise NoticeSubjectUnknown(field="preferences")
        if any(not channels.get(channel, True) for channel in SUBJECTS[subject].locked):
            raise NoticeChannelLocked(field="preferences")
        chosen = present[subject] | {
            name: bool(channels[name]) for name in CHANNELS if name in channels
        }
        NoticePreference.objects.update_or_create(
            person_id=person_id, subject=subject, defaults=chosen
        )
    return list_preferences(person_id=person_id)


def purge_notices(*, now: datetime) -> int:
    """Delete notices older than NOTICES_KEPT_DAYS; return how many."""
    before = now - timedelta(days=settings.NOTICES_KEPT_DAYS)
    deleted, _ = Notice.objects.filter(created_at__lt=before).delete()
    return deleted
