"""Statements as JSON content."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.transactions.api.renderings import instant
from services.transactions.commands.statement_files import head_of
from services.transactions.models import Statement, StatementFile
from services.transactions.statements.json_text import head_content


def statement_content(statement: Statement, *, files: Iterable[StatementFile]) -> dict[str, Any]:
    """Return a statement without its lines, with how far its files have come."""
    return {
        **head_content(head_of(statement)),
        "is_monthly": statement.is_monthly,
        "created_at": instant(statement.created_at),
        "files": [file_content(file) for file in files],
    }


def file_content(file: StatementFile) -> dict[str, Any]:
    """Return a file of a statement."""
    is_ready = file.status == StatementFile.Status.READY
    return {
        "format": file.format,
        "status": file.status,
        "percent": file.percent,
        "sha256": bytes(file.sha256).hex() if is_ready and file.sha256 is not None else None,
        "size": file.size if is_ready else None,
        "made_at": instant(file.made_at) if is_ready and file.made_at is not None else None,
    }


def issued_content(file: StatementFile) -> dict[str, Any]:
    """Return what is told to whoever has the file."""
    statement = file.statement
    assert file.made_at is not None
    return {
        "id": str(statement.id),
        "number": statement.number,
        "from_date": statement.from_date.isoformat(),
        "to_date": statement.to_date.isoformat(),
        "format": file.format,
        "size": file.size,
        "made_at": instant(file.made_at),
    }
