"""All that auth holds on a person, for the archive that they take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from kernel.personal import Table
from services.auth.models import Notice, NoticePreference, User
from services.auth.notices import words_of
from services.auth.queries.sign_in_log import list_activity

_PAGE: Final = 500


def tables_of(person_id: UUID) -> list[Table]:
    """Return the tables of a person: their sign-in, what happened to it, what they were told."""
    return [
        Table(name="sign_in", rows=partial(_sign_in, person_id)),
        Table(name="second_factors", rows=partial(_factors, person_id)),
        Table(name="sessions", rows=partial(_sessions, person_id)),
        Table(name="activity", rows=partial(_activity, person_id)),
        Table(name="notices", rows=partial(_notices, person_id)),
        Table(name="notice_preferences", rows=partial(_preferences, person_id)),
    ]


def _sign_in(person_id: UUID) -> Iterator[dict[str, Any]]:
    for user in User.objects.filter(id=person_id):
        yield {
            "id": user.id,
            "email": user.email,
            "phone": user.phone,
            "date_of_birth": user.date_of_birth,
            "joined_at": user.joined_at,
            "roles": sorted(user.groups.values_list("name", flat=True)),
        }


def _factors(person_id: UUID) -> Iterator[dict[str, Any]]:
    # Their kinds and days: what opens a door is not handed out.
    for factor in Authenticator.objects.filter(user=person_id).order_by("id"):
        yield {
            "type": factor.type,
            "created_at": factor.created_at,
            "last_used_at": factor.last_used_at,
        }


def _sessions(person_id: UUID) -> Iterator[dict[str, Any]]:
    for session in UserSession.objects.filter(user=person_id).order_by("id"):
        yield {
            "address": session.ip,
            "device": session.user_agent,
            "began_at": session.created_at,
            "last_seen_at": session.last_seen_at,
        }


def _activity(person_id: UUID) -> Iterator[dict[str, Any]]:
    cursor: list[Any] | None = None
    while True:
        page, cursor = list_activity(person_id=person_id, cursor=cursor, limit=_PAGE)
        for event in page:
            yield {
                "event": event.event,
                "result": event.result,
                "factor": event.factor,
                "address": event.address,
                "device": event.device,
                "happened_at": event.happened_at,
            }
        if cursor is None:
            return


def _notices(person_id: UUID) -> Iterator[dict[str, Any]]:
    for notice in Notice.objects.filter(person=person_id).order_by("-event_id"):
        title, text = words_of(notice.kind, notice.facts)
        yield {
            "title": title,
            "text": text,
            "happened_at": notice.happened_at or notice.created_at,
            "read_at": notice.read_at,
        }


def _preferences(person_id: UUID) -> Iterator[dict[str, Any]]:
    columns = ("subject", "email", "in_app", "sms")
    found = NoticePreference.objects.filter(person=person_id).order_by("subject")
    yield from found.values(*columns)
