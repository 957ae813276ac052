"""Tell a person what happened: in the portal, by e-mail and by SMS, as they want it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from services.auth.channels import channel_of
from services.auth.models import Notice, SecurityEvent, User
from services.auth.notices import SECURITY_KINDS, kind_of, words_of
from services.auth.queries.notices import wishes_of

# After a long outage, or an import of the past, nobody wants a hundred mails at once.
FRESH: Final = timedelta(days=1)


def deliver_notice(
    *,
    person_id: UUID,
    event_id: UUID,
    kind: str,
    facts: dict[str, Any],
    happened_at: datetime,
    now: datetime,
) -> bool:
    """Keep a notice and send it by the channels that the person wants; return whether any went out.

    At least once: a process that dies between the mail and its mark mails again. People without a
    sign-in (met at the counter, or imported) are not told.

    Raises:
        OSError: a channel did not take it; what another one took is not sent again.

    """
    user = User.objects.filter(id=person_id, is_active=True).first()
    if user is None:
        return False
    wishes = wishes_of(person_id=person_id, subject=kind_of(kind).subject)
    notice, _ = Notice.objects.get_or_create(
        person=user,
        event_id=event_id,
        defaults={
            "kind": kind,
            "facts": facts,
            "in_app": wishes["in_app"],
            "happened_at": happened_at,
            "created_at": now,
        },
    )
    if notice.delivered_at is not None:
        return False
    is_sent = False
    if now - happened_at < FRESH:
        if wishes["email"] and notice.mailed_at is None:
            _mail(user, kind=kind, facts=facts)
            _mark(notice, mailed_at=now)
            is_sent = True
        if wishes["sms"] and notice.texted_at is None and user.phone:
            _text(user, kind=kind, facts=facts)
            _mark(notice, texted_at=now)
            is_sent = True
    _mark(notice, delivered_at=now)
    return is_sent


def keep_security_notice(
    *, person_id: UUID, event: SecurityEvent, event_id: UUID, now: datetime
) -> None:
    """Put what happened to a sign-in into the person's inbox; the mail goes out by itself."""
    if event not in SECURITY_KINDS:
        return
    Notice.objects.create(
        person_id=person_id,
        event_id=event_id,
        kind=SECURITY_KINDS[event],
        facts={},
        happened_at=now,
        created_at=now,
        mailed_at=now,
        delivered_at=now,
    )


def _mark(notice: Notice, **moments: datetime) -> None:
    Notice.objects.filter(person=notice.person_id, event_id=notice.event_id).update(**moments)


def _mail(user: User, *, kind: str, facts: dict[str, Any]) -> None:
    title, text = words_of(kind, facts)
    body = render_to_string(
        "identity/mail/notice_message.txt",
        {"text": text, "bank": settings.BANK_NAME, "portal": settings.PUBLIC_URL},
    )
    channel_of("email").send(to=user.email, subject=title, text=body)


def _text(user: User, *, kind: str, facts: dict[str, Any]) -> None:
    title, _ = words_of(kind, facts)
    channel_of("sms").send(to=user.phone, subject=kind, text=f"{settings.BANK_NAME}: {title}")
