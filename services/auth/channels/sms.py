"""SMS: nothing that costs money is called before somebody names a provider."""

from __future__ import annotations

from typing import Final

import structlog
from django.core.mail import EmailMessage

log = structlog.get_logger(__name__)

_SHOWN_DIGITS: Final = 2


class LogOnlySms:
    """Sends nothing: the log says that a message would have gone out, never what and to whom."""

    provider: Final = "log"

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Log the last digits of the number, which tell two people apart in a test."""
        log.warning("sms.not_sent", number_ends=to[-_SHOWN_DIGITS:], kind=subject, length=len(text))


class MailboxSms:
    """Puts messages into the demo's mailbox, beside the mails."""

    provider: Final = "mailbox"

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Write the message as a mail to the number."""
        EmailMessage(subject=subject, body=text, to=[f"{to}@sms.example"]).send()
