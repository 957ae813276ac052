"""Sending mail: after the commit, and never in the way of the answer."""

from __future__ import annotations

from functools import partial
from typing import Final

import structlog
from django.core.mail import EmailMessage
from django.db import transaction

from services.auth.metrics import OtpPurpose, count_otp

log = structlog.get_logger(__name__)

# Mails of our own wording, by allauth's name for them. The others keep allauth's.
TEMPLATES: Final = {
    "account/email/login_code": "identity/mail/sign_in_code",
    "account/email/email_confirmation": "identity/mail/verify_email",
    "account/email/email_confirmation_signup": "identity/mail/verify_email",
    "account/email/password_reset_code": "identity/mail/reset_password",
    "account/email/account_already_exists": "identity/mail/known_address",
    "account/email/unknown_account": "identity/mail/unknown_address",
}
PURPOSES: Final[dict[str, OtpPurpose]] = {
    "account/email/login_code": "sign_in",
    "account/email/email_confirmation": "verify_email",
    "account/email/email_confirmation_signup": "verify_email",
    "account/email/password_reset_code": "reset_password",
}


def send_after_commit(message: EmailMessage, *, kind: str) -> None:
    """Send a mail once what it speaks of is true; count it when it carries a code."""
    purpose = PURPOSES.get(kind)
    if purpose:
        count_otp(stage="requested", purpose=purpose)
    transaction.on_commit(partial(_send, message, kind=kind, purpose=purpose))


def _send(message: EmailMessage, *, kind: str, purpose: OtpPurpose | None) -> None:
    try:
        message.send()
    except OSError as failure:
        # smtplib's errors are OSErrors. Their text holds the address, so only the kind is logged.
        log.error("mail.failed", kind=kind, error=type(failure).__name__)  # noqa: TRY400
        if purpose:
            count_otp(stage="failed", purpose=purpose)
        return
    if purpose:
        count_otp(stage="sent", purpose=purpose)
