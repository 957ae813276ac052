"""All that this service holds on a person, for the archive that they take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from kernel.personal import Table
from services.support.models import Attachment, Message, Reading, Ticket

_PAGE: Final = 500


def tables_of(person_id: UUID) -> list[Table]:
    """Return the tables of a person: what they wrote to the bank, and what the bank answered.

    Notes of staff are the bank's own.
    """
    tickets = Ticket.objects.filter(person_id=person_id)
    return [
        _table(
            "tickets",
            tickets,
            "id reference kind subject status account_id transaction_id created_at solved_at "
            "rating rating_comment",
        ),
        _table(
            "ticket_messages",
            Message.objects.filter(ticket__in=tickets),
            "id ticket_id is_staff body created_at",
        ),
        _table(
            "ticket_files",
            Attachment.objects.filter(ticket__in=tickets, uploaded_by=person_id),
            "id ticket_id name media_type size_bytes uploaded_at",
        ),
        _table(
            "announcements_read",
            Reading.objects.filter(person_id=person_id),
            "announcement_id dismissed_at accepted_at",
        ),
    ]


def _table(name: str, rows: QuerySet[Any], columns: str) -> Table:
    return Table(name=name, rows=partial(_rows, rows, columns.split()))


def _rows(rows: QuerySet[Any], columns: list[str]) -> Iterator[dict[str, Any]]:
    # A page at a time by key: drivers fetch a whole result otherwise.
    after: dict[str, Any] = {}
    while page := list(rows.filter(**after).order_by("pk")[:_PAGE]):
        yield from ({name: getattr(row, name) for name in columns} for row in page)
        after = {"pk__gt": page[-1].pk}
