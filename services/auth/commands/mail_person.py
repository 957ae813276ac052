"""A mail in the bank's own words, once what it speaks of is true."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string

from services.auth.metrics import OtpPurpose, count_otp, watch_delivery

log = structlog.get_logger(__name__)


def mail_person(*, email: str, kind: str, purpose: OtpPurpose | None = None, **values: Any) -> None:
    """Send `templates/identity/mail/<kind>_*.txt` after the commit; a lost mail is only logged.

    With a `purpose` it carries a code, and what becomes of it is counted.
    """
    words = {**values, "bank_name": settings.BANK_NAME, "bank_url": settings.PUBLIC_URL}
    message = EmailMessage(
        subject=" ".join(render_to_string(f"identity/mail/{kind}_subject.txt", words).split()),
        body=render_to_string(f"identity/mail/{kind}_message.txt", words),
        to=[email],
    )
    if purpose:
        count_otp(stage="requested", purpose=purpose)
        watch: AbstractContextManager[None] = watch_delivery(
            purpose=purpose, began=time.monotonic()
        )
    else:
        watch = nullcontext()
    transaction.on_commit(partial(_send, message, kind=kind, watch=watch))


def _send(message: EmailMessage, *, kind: str, watch: AbstractContextManager[None]) -> None:
    try:
        with watch:
            message.send()
    except OSError as failure:
        # smtplib's errors are OSErrors. Their text holds the address, so only the kind is logged.
        log.error("mail.failed", kind=kind, error=type(failure).__name__)  # noqa: TRY400
