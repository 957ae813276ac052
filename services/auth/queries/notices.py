"""A person's inbox, and what they want to be told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.auth.models import Notice, NoticePreference
from services.auth.notices import CHANNELS, SUBJECTS


class NoticeNotFound(NotFound):
    """There is no such notice."""


def list_notices(
    *, person_id: UUID, only_unread: bool, cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Notice], list[Any] | None]:
    """Return a page of a person's inbox, the newest first, and where the next one begins.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    notices = inbox_of(person_id).order_by("-event_id")
    if only_unread:
        notices = notices.filter(read_at=None)
    if cursor is not None:
        after = parse_id(cursor[0]) if len(cursor) == 1 else None
        if after is None:
            raise CursorInvalid(field="cursor")
        notices = notices.filter(event_id__lt=after)
    found = list(notices[: limit + 1])
    return found[:limit], [str(found[limit - 1].event_id)] if len(found) > limit else None


def count_unread(*, person_id: UUID) -> int:
    """Return how many notices a person has not read."""
    return inbox_of(person_id).filter(read_at=None).count()


def get_notice(*, person_id: UUID, notice_id: UUID) -> Notice:
    """Return a notice of the person.

    Raises:
        NoticeNotFound: there is none, or it is somebody else's.

    """
    notice = inbox_of(person_id).filter(event_id=notice_id).first()
    if notice is None:
        raise NoticeNotFound
    return notice


def inbox_of(person_id: UUID) -> QuerySet[Notice]:
    """Return what the portal shows to a person."""
    return Notice.objects.filter(person_id=person_id, in_app=True)


def list_preferences(*, person_id: UUID) -> dict[str, dict[str, bool]]:
    """Return for each subject which channels are on: the person's choice, or the default."""
    chosen = {row.subject: row for row in NoticePreference.objects.filter(person_id=person_id)}
    return {name: _wishes(name, chosen.get(name)) for name in SUBJECTS}


def wishes_of(*, person_id: UUID, subject: str) -> dict[str, bool]:
    """Return which channels a person wants to hear of a subject by."""
    row = NoticePreference.objects.filter(person_id=person_id, subject=subject).first()
    return _wishes(subject, row)


def _wishes(name: str, row: NoticePreference | None) -> dict[str, bool]:
    subject = SUBJECTS[name]
    return {
        channel: channel in subject.locked
        or (subject.default(channel) if row is None else bool(getattr(row, channel)))
        for channel in CHANNELS
    }
