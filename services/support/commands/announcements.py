"""Announcements: written, changed while they last, ended, and what people do with them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Invalid, Refused
from kernel.ledger.queries.people import list_people
from services.support import queries
from services.support.markdown import has_html, has_unsafe_link
from services.support.metrics import announcement_notices_total
from services.support.models import Announcement, Reading
from services.support.notices import tell_all
from services.support.queries import AnnouncementNotFound, Reader

_FIELDS: Final = (
    "kind",
    "severity",
    "title",
    "body",
    "roles",
    "products",
    "branches",
    "languages",
    "is_dismissible",
    "is_noticed",
    "starts_at",
    "ends_at",
)
_CHUNK: Final = 200
_SUMMARY_LENGTH: Final = 300
_TICK: Final = timedelta(microseconds=1)


class AnnouncementEndsTooEarly(Invalid):
    """An announcement ends after it starts."""


class HtmlNotAllowed(Invalid):
    """The text is Markdown without HTML."""


class LinkNotAllowed(Invalid):
    """A link leads to a page, an e-mail address or a phone number."""


class AnnouncementChanged(Conflict):
    """Somebody else changed the announcement meanwhile."""


class AnnouncementEnded(Conflict):
    """The announcement has ended: it is kept as it was."""


class NoticeAudienceUnknown(Refused):
    """Notices go to all customers or to those of products."""


class MustBeAccepted(Refused):
    """The announcement is accepted, not dismissed."""


class NothingToAccept(Refused):
    """The announcement asks for no acceptance."""


class NotDismissible(Refused):
    """The announcement stays until it ends."""


@transaction.atomic(durable=True)
def publish_announcement(
    *,
    title: str,
    body: str,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
    actor_id: UUID | None = None,
    **values: Any,
) -> Announcement:
    """Write an announcement; it is live from `starts_at` on, and until `ends_at` if there is one.

    `values` are the other columns: kind, severity, roles, products, branches, languages,
    is_dismissible, is_noticed.

    Raises:
        AnnouncementEndsTooEarly: it would end before it starts, or at once.
        HtmlNotAllowed, LinkNotAllowed: the text is not only Markdown.
        NoticeAudienceUnknown: notices are wanted for roles, branches or languages.

    """
    announcement = Announcement(
        title=title,
        body=body,
        starts_at=starts_at,
        ends_at=ends_at,
        created_by=actor_id,
        created_at=now,
        **values,
    )
    _check(announcement)
    announcement.save(force_insert=True)
    _audit(announcement, action="published", before=None, actor_id=actor_id, now=now)
    return announcement


@transaction.atomic(durable=True)
def change_announcement(
    *, announcement_id: UUID, actor_id: UUID, version: int, now: datetime, **values: Any
) -> Announcement:
    """Change an announcement that has not ended.

    Raises:
        AnnouncementNotFound: there is none.
        AnnouncementEnded: it has ended.
        AnnouncementChanged: it is not as it was seen.
        AnnouncementEndsTooEarly, HtmlNotAllowed, LinkNotAllowed, NoticeAudienceUnknown: as for a
        new one.

    """
    announcement = _lock(announcement_id, version=version, now=now)
    before = _content(announcement)
    for name, value in values.items():
        setattr(announcement, name, value)
    _check(announcement)
    return _keep(announcement, action="changed", before=before, actor_id=actor_id, now=now)


@transaction.atomic(durable=True)
def end_announcement(
    *, announcement_id: UUID, actor_id: UUID, version: int, now: datetime
) -> Announcement:
    """End a live announcement now; one that has not started is never shown.

    Raises:
        AnnouncementNotFound, AnnouncementEnded, AnnouncementChanged: as for a change.

    """
    announcement = _lock(announcement_id, version=version, now=now)
    before = _content(announcement)
    if announcement.starts_at >= now:
        # It keeps no time at all to be live in: the constraint asks for a start before the end.
        announcement.starts_at = min(announcement.starts_at, now - _TICK)
    announcement.ends_at = now
    return _keep(announcement, action="ended", before=before, actor_id=actor_id, now=now)


@transaction.atomic(durable=True)
def dismiss_announcement(*, announcement_id: UUID, reader: Reader, now: datetime) -> None:
    """Do not show an announcement to its reader any more; the first time counts.

    Raises:
        AnnouncementNotFound: there is none that is live for the reader.
        MustBeAccepted, NotDismissible: it is none that can be waved away.

    """
    shown = queries.get_announcement_for(announcement_id=announcement_id, reader=reader, now=now)
    announcement = shown.announcement
    if announcement.kind == Announcement.Kind.MUST_ACCEPT and shown.accepted_at is None:
        raise MustBeAccepted
    if not announcement.is_dismissible:
        raise NotDismissible
    _note_reading(announcement, reader, "dismissed_at", now=now)


@transaction.atomic(durable=True)
def accept_announcement(*, announcement_id: UUID, reader: Reader, now: datetime) -> None:
    """Keep that a reader accepted an announcement; the first time counts.

    Raises:
        AnnouncementNotFound: there is none that is live for the reader.
        NothingToAccept: it asks for no acceptance.

    """
    shown = queries.get_announcement_for(announcement_id=announcement_id, reader=reader, now=now)
    if shown.announcement.kind != Announcement.Kind.MUST_ACCEPT:
        raise NothingToAccept
    _note_reading(shown.announcement, reader, "accepted_at", now=now)


@transaction.atomic(durable=True)
def send_announcement_notices(*, now: datetime) -> int:
    """Have the next people told of a live announcement; return how many it were.

    How far it went is kept in the transaction that writes the notices, so nobody is told twice and
    any number of runs do no harm.
    """
    due = Announcement.objects.select_for_update().filter(
        is_noticed=True, noticed_at=None, starts_at__lte=now
    )
    announcement = due.order_by("id").first()
    if announcement is None:
        return 0
    if announcement.ends_at is not None and announcement.ends_at <= now:
        # It ended before anybody could be told.
        announcement.noticed_at = now
        announcement.save(update_fields=["noticed_at"])
        return 0
    people = list_people(
        products=announcement.products, after=announcement.noticed_through, limit=_CHUNK
    )
    tell_all(
        person_ids=people.ids, title=announcement.title, text=_summary(announcement.body), now=now
    )
    announcement.noticed_through = people.through
    announcement.noticed_at = None if people.has_more else now
    announcement.save(update_fields=["noticed_through", "noticed_at"])
    count = len(people.ids)
    transaction.on_commit(lambda: announcement_notices_total.inc(count))
    return count


def _lock(announcement_id: UUID, *, version: int, now: datetime) -> Announcement:
    announcement = Announcement.objects.select_for_update().filter(id=announcement_id).first()
    if announcement is None:
        raise AnnouncementNotFound
    if announcement.ends_at is not None and announcement.ends_at <= now:
        raise AnnouncementEnded
    if announcement.version != version:
        raise AnnouncementChanged(extra={"version": announcement.version})
    return announcement


def _check(announcement: Announcement) -> None:
    if announcement.ends_at is not None and announcement.ends_at <= announcement.starts_at:
        raise AnnouncementEndsTooEarly(field="ends_at")
    for field in ("title", "body"):
        text = getattr(announcement, field)
        if has_html(text):
            raise HtmlNotAllowed(field=field)
        if has_unsafe_link(text):
            raise LinkNotAllowed(field=field)
    # Who has which role, branch or language, other services know.
    narrowed = announcement.branches or announcement.languages
    if announcement.is_noticed and (narrowed or announcement.roles not in ([], ["customer"])):
        raise NoticeAudienceUnknown(field="notify")


def _keep(
    announcement: Announcement,
    *,
    action: str,
    before: dict[str, Any],
    actor_id: UUID,
    now: datetime,
) -> Announcement:
    announcement.version += 1
    announcement.save()
    _audit(announcement, action=action, before=before, actor_id=actor_id, now=now)
    return announcement


def _audit(
    announcement: Announcement,
    *,
    action: str,
    before: dict[str, Any] | None,
    actor_id: UUID | None,
    now: datetime,
) -> None:
    record_edit(
        service="support",
        subject_type="announcement",
        subject_id=announcement.id,
        action=f"announcement.{action}",
        actor_id=actor_id,
        before=before,
        after=_content(announcement),
        now=now,
    )


def _content(announcement: Announcement) -> dict[str, Any]:
    return {name: getattr(announcement, name) for name in _FIELDS}


def _note_reading(announcement: Announcement, reader: Reader, field: str, *, now: datetime) -> None:
    reading, _ = Reading.objects.get_or_create(
        announcement=announcement, person_id=reader.person_id
    )
    if getattr(reading, field) is None:
        setattr(reading, field, now)
        reading.save(update_fields=[field])


def _summary(body: str) -> str:
    words = " ".join(body.split())
    return words if len(words) <= _SUMMARY_LENGTH else f"{words[: _SUMMARY_LENGTH - 1]}…"
