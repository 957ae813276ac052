"""Somebody may no longer sign in; or again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kernel.audit.commands import record_edit
from kernel.errors import Conflict, Forbidden
from services.auth.commands.end_sessions import end_sessions
from services.auth.commands.last_administrator import (
    require_administrator,
    require_another_administrator,
)
from services.auth.commands.mail_person import mail_person
from services.auth.commands.record_security_event import NOWHERE, Origin, record_security_event
from services.auth.models import SecurityEvent, User
from services.auth.queries import PersonNotFound


class OwnSignIn(Forbidden):
    """Somebody else must do this to your own sign-in."""


class PersonActive(Conflict):
    """The person can sign in already."""


class PersonInactive(Conflict):
    """The person is deactivated already."""


def deactivate_person(
    *, person_id: UUID, reason: str, actor_id: UUID, origin: Origin = NOWHERE, now: datetime
) -> User:
    """Keep a person out: no sign-in, no refresh; their access tokens die within five minutes.

    Raises:
        OwnSignIn: it is the administrator's own.
        LastAdministrator: nobody could let anybody in again.
        Unproven: whoever asks is no administrator any more.
        PersonNotFound: there is none.
        PersonInactive: it was done before.

    """
    if person_id == actor_id:
        raise OwnSignIn
    with transaction.atomic():
        require_another_administrator(person_id=person_id)
        require_administrator(person_id=actor_id)
        user = lock_person(person_id=person_id)
        if not user.is_active:
            raise PersonInactive
        user.is_active = False
        user.save(update_fields=["is_active"])
        end_sessions(person_id=user.id)
        mail_person(email=user.email, kind="deactivated")
        event = SecurityEvent.PERSON_DEACTIVATED
        _log(user, event=event, actor_id=actor_id, reason=reason, origin=origin, now=now)
    return user


def reactivate_person(
    *, person_id: UUID, reason: str, actor_id: UUID, origin: Origin = NOWHERE, now: datetime
) -> User:
    """Let a deactivated person sign in again, with the password and factors that they had.

    Raises:
        Unproven: whoever asks is no administrator any more.
        PersonNotFound: there is none.
        PersonActive: they can.

    """
    with transaction.atomic():
        require_administrator(person_id=actor_id)
        user = lock_person(person_id=person_id)
        if user.is_active:
            raise PersonActive
        user.is_active = True
        user.save(update_fields=["is_active"])
        mail_person(email=user.email, kind="reactivated")
        event = SecurityEvent.PERSON_REACTIVATED
        _log(user, event=event, actor_id=actor_id, reason=reason, origin=origin, now=now)
    return user


def lock_person(*, person_id: UUID) -> User:
    """Return a user whose row is locked until the transaction ends.

    Raises:
        PersonNotFound: there is none.

    """
    user = User.objects.select_for_update().filter(id=person_id).first()
    if user is None:
        raise PersonNotFound
    return user


def _log(
    user: User,
    *,
    event: SecurityEvent,
    actor_id: UUID,
    reason: str,
    origin: Origin,
    now: datetime,
) -> None:
    record_security_event(person_id=user.id, event=event, actor_id=actor_id, origin=origin, now=now)
    record_edit(
        service="auth",
        subject_type="person",
        subject_id=user.id,
        action=event.value,
        actor_id=actor_id,
        before={"is_active": not user.is_active},
        after={"is_active": user.is_active},
        reason=reason,
        now=now,
    )
