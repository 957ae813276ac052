"""Sending mail: after the commit, and never in the way of the answer."""

from __future__ import annotations

from functools import partial
from typing import Final

import structlog
from django.core.mail import EmailMessage
from django.db import transaction

log = structlog.get_logger(__name__)

# Every mail of allauth's, by its name for it, in the bank's own words.
TEMPLATES: Final = {
    "account/email/login_code": "identity/mail/sign_in_code",
    "account/email/email_confirmation": "identity/mail/verify_email",
    "account/email/email_confirmation_signup": "identity/mail/verify_email",
    "account/email/password_reset_code": "identity/mail/reset_password",
    "account/email/account_already_exists": "identity/mail/known_address",
    "account/email/unknown_account": "identity/mail/unknown_address",
    "account/email/password_changed": "identity/mail/password_changed",
    "account/email/password_set": "identity/mail/password_changed",
    "account/email/password_reset": "identity/mail/password_changed",
    "account/email/email_changed": "identity/mail/email_changed",
    "account/email/email_deleted": "identity/mail/email_changed",
    "mfa/email/totp_activated": "identity/mail/authenticator_added",
    "mfa/email/totp_deactivated": "identity/mail/authenticator_removed",
    "mfa/email/recovery_codes_generated": "identity/mail/recovery_codes_made",
    "mfa/email/webauthn_added": "identity/mail/passkey_added",
    "mfa/email/webauthn_removed": "identity/mail/passkey_removed",
}


def send_after_commit(message: EmailMessage, *, kind: str) -> None:
    """Send a mail once what it speaks of is true."""
    transaction.on_commit(partial(_send, message, kind=kind))


def _send(message: EmailMessage, *, kind: str) -> None:
    try:
        message.send()
    except OSError as failure:
        # smtplib's errors are OSErrors. Their text holds the address, so only the kind is logged.
        log.error("mail.failed", kind=kind, error=type(failure).__name__)  # noqa: TRY400
