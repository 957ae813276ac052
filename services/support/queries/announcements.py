"""Which announcements there are, for whom, and what people made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from kernel.ledger import queries as ledger
from services.support.models import Announcement, Reading

_CHUNK: Final = 100
SCHEDULED: Final = "scheduled"
LIVE: Final = "live"
ENDED: Final = "ended"
STATES: Final = (SCHEDULED, LIVE, ENDED)


class AnnouncementNotFound(NotFound):
    """There is no such announcement."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """For whom announcements are looked up.

    Roles come from the token, products from the ledger. Language and branches are what the reader
    says: an announcement is no secret, and this service knows neither.
    """

    person_id: UUID
    roles: frozenset[str]
    products: frozenset[str]
    language: str = ""
    branches: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """An announcement with what the reader did with it."""

    announcement: Announcement
    dismissed_at: datetime | None
    accepted_at: datetime | None


def make_reader(
    *, person_id: UUID, roles: frozenset[str], language: str = "", branches: frozenset[str]
) -> Reader:
    """Return the reader with the products of the accounts that they hold."""
    held = ledger.list_held_accounts(person_id=person_id)
    products = frozenset(account.product for account in held if account.status != "closed")
    return Reader(
        person_id=person_id, roles=roles, products=products, language=language, branches=branches
    )


def state_of(announcement: Announcement, *, now: datetime) -> str:
    """Return whether an announcement is scheduled, live or ended.

    This is a question of the asking, not of a task that must fire: a worker that is down neither
    delays an announcement nor keeps one up.
    """
    if announcement.starts_at > now:
        return SCHEDULED
    if announcement.ends_at is not None and announcement.ends_at <= now:
        return ENDED
    return LIVE


def is_for(announcement: Announcement, reader: Reader) -> bool:
    """Return whether an announcement concerns a reader."""
    language = reader.language.split("-", maxsplit=1)[0].lower()
    return (
        may_read(announcement, reader)
        and _meets(announcement.branches, reader.branches)
        and _meets(announcement.languages, frozenset({language}))
    )


def may_read(announcement: Announcement, reader: Reader) -> bool:
    """Return whether an announcement is for a reader's roles and products."""
    return _meets(announcement.roles, reader.roles) and _meets(
        announcement.products, reader.products
    )


def list_announcements_for(
    *,
    reader: Reader,
    with_dismissed: bool,
    cursor: Sequence[Any] | None,
    limit: int,
    now: datetime,
) -> tuple[list[Shown], list[Any] | None]:
    """Return a page of what is live for a reader, the latest start first.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    page: list[Shown] = []
    for shown in _shown_to(reader, cursor=cursor, now=now):
        if shown.dismissed_at is not None and not with_dismissed:
            continue
        page.append(shown)
        if len(page) > limit:
            return page[:limit], _position(page[limit - 1].announcement)
    return page, None


def get_announcement_for(*, announcement_id: UUID, reader: Reader, now: datetime) -> Shown:
    """Return a live announcement for a reader, who has it from a list: its language is no matter.

    Raises:
        AnnouncementNotFound: there is none, it is not live, or it is for others.

    """
    announcement = get_announcement(announcement_id=announcement_id)
    if state_of(announcement, now=now) != LIVE or not may_read(announcement, reader):
        raise AnnouncementNotFound
    return _with_readings([announcement], reader)[0]


def get_announcement(*, announcement_id: UUID) -> Announcement:
    """Return an announcement, whatever its state.

    Raises:
        AnnouncementNotFound: there is none.

    """
    announcement = Announcement.objects.filter(id=announcement_id).first()
    if announcement is None:
        raise AnnouncementNotFound
    return announcement


def list_announcements(
    *, state: str, cursor: Sequence[Any] | None, limit: int, now: datetime
) -> tuple[list[Announcement], list[Any] | None]:
    """Return a page of announcements of a state (or of all), the latest start first.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    states = {
        SCHEDULED: Q(starts_at__gt=now),
        LIVE: Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now)),
        ENDED: Q(ends_at__lte=now),
    }
    rows = Announcement.objects.filter(states.get(state, Q()))
    found = list(_behind(rows, cursor)[: limit + 1])
    more = len(found) > limit
    return found[:limit], _position(found[limit - 1]) if more else None


def count_readings(*, announcement_id: UUID) -> tuple[int, int]:
    """Return how many people dismissed an announcement, and how many accepted it."""
    readings = Reading.objects.filter(announcement_id=announcement_id)
    return (
        readings.filter(dismissed_at__isnull=False).count(),
        readings.filter(accepted_at__isnull=False).count(),
    )


def _shown_to(reader: Reader, *, cursor: Sequence[Any] | None, now: datetime) -> Iterator[Shown]:
    """Yield what is live for a reader, a chunk at a time."""
    following: list[Any] | None = None if cursor is None else list(cursor)
    while True:
        chunk, following = list_announcements(state=LIVE, cursor=following, limit=_CHUNK, now=now)
        yield from _with_readings([one for one in chunk if is_for(one, reader)], reader)
        if following is None:
            return


def _with_readings(announcements: list[Announcement], reader: Reader) -> list[Shown]:
    rows = Reading.objects.filter(person_id=reader.person_id, announcement__in=announcements)
    readings = {reading.announcement_id: reading for reading in rows}
    return [
        Shown(
            announcement=one,
            dismissed_at=readings[one.id].dismissed_at if one.id in readings else None,
            accepted_at=readings[one.id].accepted_at if one.id in readings else None,
        )
        for one in announcements
    ]


def _behind(rows: QuerySet[Announcement], cursor: Sequence[Any] | None) -> QuerySet[Announcement]:
    if cursor is not None:
        starts_at, announcement_id = _read_position(cursor)
        rows = rows.filter(
            Q(starts_at__lt=starts_at) | Q(starts_at=starts_at, id__lt=announcement_id)
        )
    return rows.order_by("-starts_at", "-id")


def _position(announcement: Announcement) -> list[Any]:
    return [announcement.starts_at.isoformat(), str(announcement.id)]


def _read_position(cursor: Sequence[Any]) -> tuple[datetime, UUID]:
    announcement_id = parse_id(cursor[1]) if len(cursor) == 2 else None  # noqa: PLR2004
    try:
        starts_at = datetime.fromisoformat(cursor[0])
    except (TypeError, ValueError, IndexError):
        raise CursorInvalid(field="cursor") from None
    if announcement_id is None or starts_at.tzinfo is None:
        raise CursorInvalid(field="cursor")
    return starts_at, announcement_id


def _meets(wanted: list[str], has: frozenset[str]) -> bool:
    return not wanted or not has.isdisjoint(wanted)
