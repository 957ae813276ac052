"""Tell a person what happened on their account."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from services.auth.models import Notice, User

log = structlog.get_logger(__name__)

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
    """Keep a notice and mail it; return whether a mail went out.

    At least once: a process that dies between the mail and its mark mails again. People without a
    sign-in (met at the counter, or imported) are not told.
    """
    user = User.objects.filter(id=person_id, is_active=True).first()
    if user is None:
        return False
    notice, _ = Notice.objects.get_or_create(
        person=user, event_id=event_id, defaults={"kind": kind, "facts": facts, "created_at": now}
    )
    if notice.delivered_at is not None:
        return False
    is_fresh = now - happened_at < FRESH
    if is_fresh:
        _mail(user, kind=kind, facts=facts)
    Notice.objects.filter(person=user, event_id=event_id).update(delivered_at=now)
    return is_fresh


def _mail(user: User, *, kind: str, facts: dict[str, Any]) -> None:
    values = {**facts, "bank": settings.BANK_NAME, "portal": settings.PUBLIC_URL}
    subject = render_to_string(f"identity/mail/{kind}_subject.txt", values).strip()
    body = render_to_string(f"identity/mail/{kind}_message.txt", values)
    EmailMessage(subject=subject, body=body, to=[user.email]).send()
