"""Statements that were issued, and whose files are the bank's own."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.transactions.models import Statement, StatementFile


class StatementNotFound(NotFound):
    """There is no such statement, or it is on somebody else's account."""


def get_statement(*, statement_id: UUID) -> Statement:
    """Return a statement; whose account it is on is for the caller to ask.

    Raises:
        StatementNotFound: there is none.

    """
    statement = Statement.objects.filter(id=statement_id).first()
    if statement is None:
        raise StatementNotFound
    return statement


def list_statements(
    *, account_ids: Collection[UUID], cursor: Sequence[Any] | None, limit: int
) -> tuple[list[Statement], list[Any] | None]:
    """Return a page of statements, the latest period first, and where the next page begins.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    statements = Statement.objects.filter(account_id__in=account_ids)
    if cursor is not None:
        day, last = _read_position(cursor)
        statements = statements.filter(Q(to_date__lt=day) | Q(to_date=day, id__lt=last))
    found = list(statements.order_by("-to_date", "-id")[: limit + 1])
    page = found[:limit]
    if len(found) <= limit:
        return page, None
    return page, [page[-1].to_date.isoformat(), str(page[-1].id)]


def list_statement_files(*, statement_ids: Collection[UUID]) -> dict[UUID, list[StatementFile]]:
    """Return the files of statements, by format."""
    found: dict[UUID, list[StatementFile]] = {one: [] for one in statement_ids}
    for file in StatementFile.objects.filter(statement_id__in=statement_ids).order_by("format"):
        found[file.statement_id].append(file)
    return found


def find_issued_file(*, sha256: bytes) -> StatementFile | None:
    """Return the file that the bank issued with a hash, or None."""
    files = StatementFile.objects.filter(sha256=sha256).select_related("statement")
    return files.order_by("id").first()


def _read_position(cursor: Sequence[Any]) -> tuple[date, UUID]:
    last = parse_id(cursor[1]) if len(cursor) == 2 else None  # noqa: PLR2004
    if last is None:
        raise CursorInvalid(field="cursor")
    try:
        return date.fromisoformat(cursor[0]), last
    except (TypeError, ValueError):
        raise CursorInvalid(field="cursor") from None
