"""Identity documents: handed in, looked at by staff, and shown to whoever may see them."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from kernel.errors import Conflict, Invalid, Refused
from kernel.ids import new_id
from kernel.media import NotReadable, recognise
from services.accounts import queries
from services.accounts.commands.customer_tokens import refresh_tokens
from services.accounts.commands.register_customer import PossibleDuplicates
from services.accounts.commands.update_customer import OwnRecord
from services.accounts.edits import record_customer_edit
from services.accounts.models import Document
from services.accounts.storage import document_storage


class DocumentTooLarge(Invalid):
    """The file is larger than the bank takes."""


class DocumentUnreadable(Invalid):
    """The file is no whole JPEG, PNG or PDF."""


class DocumentExpired(Refused):
    """The document is no longer valid."""


class DatesReversed(Invalid):
    """A document expires after it was issued."""


class DocumentDecided(Conflict):
    """The document was verified or rejected already."""


def upload_document(
    *,
    customer_id: UUID,
    actor_id: UUID,
    is_staff: bool,
    kind: str,
    content: bytes,
    now: datetime,
    number: str = "",
    country: str = "",
    issued_date: date | None = None,
    expires_date: date | None = None,
    confirm_duplicates: bool = False,
) -> Document:
    """Keep a scan, sealed with the customer's key. What it is, its content says and nothing else.

    Raises:
        OwnRecord: a member of staff acts on their own record as staff.
        DocumentTooLarge: more than `DOCUMENT_MAX_BYTES`.
        DocumentUnreadable: no whole JPEG, PNG or PDF, or one that does things when it is opened.
        DatesReversed: it expires before it was issued.
        CustomerNotFound: there is none, or it is erased.
        PossibleDuplicates: to staff: another customer has a document of this number.

    """
    if is_staff and actor_id == customer_id:
        raise OwnRecord
    if len(content) > settings.DOCUMENT_MAX_BYTES:
        raise DocumentTooLarge(field="file")
    if issued_date and expires_date and expires_date <= issued_date:
        raise DatesReversed(field="expires_date")
    try:
        media = recognise(content)
    except NotReadable as wrong:
        raise DocumentUnreadable(str(wrong), field="file") from None
    if is_staff and number and not confirm_duplicates:
        _refuse_duplicates(number, customer_id=customer_id)
    document = Document(
        id=new_id(),
        kind=kind,
        country=country,
        issued_date=issued_date,
        expires_date=expires_date,
        media_type=media.media_type,
        size_bytes=len(media.content),
        sha256=hashlib.sha256(media.content).digest(),
        uploaded_by=actor_id,
        uploaded_at=now,
    )
    return _keep(document, content=media.content, number=number, customer_id=customer_id, now=now)


@transaction.atomic(durable=True)
def decide_document(
    *,
    customer_id: UUID,
    document_id: UUID,
    actor_id: UUID,
    status: str,
    comment: str,
    now: datetime,
) -> Document:
    """Verify or reject a document, once.

    Raises:
        OwnRecord: a member of staff looks at their own document.
        CustomerNotFound, DocumentNotFound: there is none.
        DocumentDecided: it was decided.
        DocumentExpired: what has expired is not verified.

    """
    if actor_id == customer_id:
        raise OwnRecord
    customer = queries.lock_customer(person_id=customer_id)
    document = queries.get_document(customer=customer, document_id=document_id)
    if document.status != Document.Status.UPLOADED:
        raise DocumentDecided
    expired = document.expires_date is not None and document.expires_date < now.date()
    if status == Document.Status.VERIFIED and expired:
        raise DocumentExpired
    document.status, document.comment = status, comment
    document.decided_by, document.decided_at = actor_id, now
    document.save()
    record_customer_edit(
        customer=customer,
        action=f"document.{status}",
        actor_id=actor_id,
        before={"document": str(document.id), "status": Document.Status.UPLOADED.value},
        after={"status": status, "comment": comment},
        now=now,
    )
    return document


def _keep(
    document: Document, *, content: bytes, number: str, customer_id: UUID, now: datetime
) -> Document:
    storage = document_storage()
    try:
        with transaction.atomic(durable=True):
            customer = queries.lock_customer(person_id=customer_id)
            key = customer.person_key()
            assert key is not None
            document.customer = customer
            document.number = number
            # Before the row: a row without its file would be a hole, a file without its row is not.
            storage.write(
                file_id=document.id,
                content=key.seal_bytes(content, context=queries.content_context(document.id)),
            )
            document.save(force_insert=True)
            refresh_tokens(customer)
            record_customer_edit(
                customer=customer,
                action="document.uploaded",
                actor_id=document.uploaded_by,
                after=_content(document),
                now=now,
            )
    except BaseException:
        storage.delete(file_id=document.id)
        raise
    return document


def _content(document: Document) -> dict[str, Any]:
    return {
        "document": str(document.id),
        "kind": document.kind,
        "number": document.number,
        "media_type": document.media_type,
        "sha256": bytes(document.sha256).hex(),
    }


def _refuse_duplicates(number: str, *, customer_id: UUID) -> None:
    found = queries.find_duplicates(
        given_name="", family_name="", document_number=number, but_not=customer_id
    )
    if found:
        raise PossibleDuplicates(
            "Another customer has a document of this number.",
            extra={"duplicates": [{"customer": str(each), "same": same} for each, same in found]},
        )
