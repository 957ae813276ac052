"""Files on tickets: what they are, their content says; each is sealed with a key of its own."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel import crypto
from kernel.errors import Invalid, Refused
from kernel.ids import new_id
from kernel.media import NotReadable, recognise
from services.support.models import Attachment, Ticket
from services.support.storage import attachment_storage

_CHUNK: Final = 200


class AttachmentTooLarge(Invalid):
    """The file is too large."""


class AttachmentUnreadable(Invalid):
    """The file is not what may be attached."""


class TooManyAttachments(Refused):
    """The ticket has too many files."""


def add_attachment(
    *, ticket: Ticket, person_id: UUID, name: str, content: bytes, now: datetime
) -> Attachment:
    """Keep a file, sealed. Until a message names it, only who handed it in sees it.

    Raises:
        AttachmentTooLarge: more than ATTACHMENT_MAX_BYTES.
        AttachmentUnreadable: no whole JPEG, PNG or PDF, or one that does things when it is opened.
        TooManyAttachments: the ticket has ATTACHMENTS_PER_TICKET.

    """
    if len(content) > settings.ATTACHMENT_MAX_BYTES:
        raise AttachmentTooLarge(field="file")
    try:
        media = recognise(content)
    except NotReadable as wrong:
        raise AttachmentUnreadable(str(wrong), field="file") from None
    attachment = Attachment(
        id=new_id(),
        ticket=ticket,
        name=name,
        media_type=media.media_type,
        size_bytes=len(media.content),
        sha256=hashlib.sha256(media.content).digest(),
        uploaded_by=person_id,
        uploaded_at=now,
    )
    key = crypto.new_data_key()
    attachment.data_key = crypto.wrap_key(key, context=_key_context(attachment.id))
    storage = attachment_storage()
    try:
        with transaction.atomic(durable=True):
            Ticket.objects.select_for_update().get(id=ticket.id)
            _refuse_more(ticket)
            # Before the row: a row without its file would be a hole, a file without one is not.
            text = base64.b64encode(media.content).decode()
            sealed = crypto.seal(text, context=_content_context(attachment.id), key=key)
            storage.write(file_id=attachment.id, content=sealed)
            attachment.save(force_insert=True)
    except BaseException:
        storage.delete(file_id=attachment.id)
        raise
    return attachment


def open_attachment(attachment: Attachment) -> bytes:
    """Return the content of an attachment."""
    key = crypto.unwrap_key(bytes(attachment.data_key), context=_key_context(attachment.id))
    sealed = attachment_storage().read(file_id=attachment.id)
    return base64.b64decode(crypto.unseal(sealed, context=_content_context(attachment.id), key=key))


def rotate_attachment_keys() -> int:
    """Wrap the keys of attachments with the first of the bank's keys; return how many it were."""
    return sum(_rotate(ids) for ids in _chunks())


@transaction.atomic(durable=True)
def _rotate(ids: list[UUID]) -> int:
    count = 0
    for attachment in Attachment.objects.select_for_update().filter(id__in=ids).order_by("id"):
        wrapped = bytes(attachment.data_key)
        if not wrapped:
            continue  # its person was forgotten
        if crypto.key_id_of(wrapped) == crypto.sealing_key_id():
            continue
        context = _key_context(attachment.id)
        key = crypto.unwrap_key(wrapped, context=context)
        attachment.data_key = crypto.wrap_key(key, context=context)
        attachment.save(update_fields=["data_key"])
        count += 1
    return count


def _chunks() -> Iterator[list[UUID]]:
    last: UUID | None = None
    while True:
        rows = Attachment.objects.order_by("id")
        if last is not None:
            rows = rows.filter(id__gt=last)
        ids = list(rows.values_list("id", flat=True)[:_CHUNK])
        if not ids:
            return
        yield ids
        last = ids[-1]


def _refuse_more(ticket: Ticket) -> None:
    if Attachment.objects.filter(ticket=ticket).count() >= settings.ATTACHMENTS_PER_TICKET:
        raise TooManyAttachments(field="file")


def _key_context(attachment_id: UUID) -> str:
    return f"support_attachment.data_key:{attachment_id}"


def _content_context(attachment_id: UUID) -> str:
    return f"support_attachment.content:{attachment_id}"
