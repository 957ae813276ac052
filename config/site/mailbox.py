"""The mails that the demo bank wrote into MAIL_DIR, so that nobody needs a mail server."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

# Django's file backend ends every message with a line of dashes.
_SEPARATOR = re.compile(rb"^-{79}\r?$", re.MULTILINE)
_CODE = re.compile(r"(?<!\d)\d{6}(?!\d)")
_SHOWN = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail:
    """One mail; `code` is the six digits that it carries, if any."""

    to: str
    subject: str
    body: str
    sent_at: datetime
    code: str | None


def list_mails(directory: Path) -> list[Mail]:
    """Return the newest mails first, at most 50."""
    files = sorted(directory.glob("*.log"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    found: list[Mail] = []
    for file in files[:_SHOWN]:
        parts = _SEPARATOR.split(file.read_bytes())
        found.extend(_mail(part) for part in reversed(parts) if part.strip())
    return sorted(found, key=lambda mail: mail.sent_at, reverse=True)[:_SHOWN]


def _mail(raw: bytes) -> Mail:
    message = email.message_from_bytes(raw.lstrip(b"\r\n"), policy=default)
    assert isinstance(message, EmailMessage)
    content = message.get_body(("plain",))
    body = content.get_content() if isinstance(content, EmailMessage) else ""
    code = _CODE.search(body)
    return Mail(
        to=str(message["To"]),
        subject=str(message["Subject"]),
        body=body.strip(),
        sent_at=_instant(str(message["Date"])),
        code=code.group() if code else None,
    )


def _instant(date: str) -> datetime:
    # Django writes -0000, "UTC, and my own zone is my business", which is read as no zone at all.
    moment = parsedate_to_datetime(date)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
