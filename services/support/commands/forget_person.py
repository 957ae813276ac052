"""Forget a person: what was written goes, that there were tickets and when stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import transaction

from services.support.models import Attachment, Draft, Message, Note, Ticket
from services.support.storage import attachment_storage


@transaction.atomic
def forget_person(*, person_id: UUID, account_ids: list[UUID], now: datetime) -> None:  # noqa: ARG001
    """Blank what the law lets go, once `accounts` has erased a customer; again does no harm.

    The key of each file is destroyed with it, so that a copy elsewhere opens no more.
    """
    tickets = Ticket.objects.filter(person_id=person_id)
    Message.objects.filter(ticket__in=tickets).exclude(body="").update(body="")
    Note.objects.filter(ticket__in=tickets).exclude(body="").update(body="")
    Draft.objects.filter(ticket__in=tickets).delete()
    files = Attachment.objects.filter(ticket__in=tickets)
    files.update(name="", data_key=b"")
    transaction.on_commit(partial(_delete_files, list(files.values_list("id", flat=True))))
    tickets.update(subject="", rating_comment="")


def _delete_files(file_ids: Iterable[UUID]) -> None:
    storage = attachment_storage()
    for file_id in file_ids:
        storage.delete(file_id=file_id)
