"""Reads of imports."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.cache import cache

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.accounts.models import Import


class ImportNotFound(NotFound):
    """There is no such import."""


def get_import(*, import_id: UUID) -> Import:
    """Return an import.

    Raises:
        ImportNotFound: there is none.

    """
    found = Import.objects.filter(id=import_id).first()
    if found is None:
        raise ImportNotFound
    return found


def list_imports(*, cursor: list[Any] | None, limit: int) -> tuple[list[Import], list[Any] | None]:
    """Return a page of imports, the newest first, and where the next page begins.

    Raises:
        CursorInvalid: the position is none of this list.

    """
    imports = Import.objects.order_by("-id")
    if cursor is not None:
        position = parse_id(cursor[0]) if len(cursor) == 1 else None
        if position is None:
            raise CursorInvalid(field="cursor")
        imports = imports.filter(id__lt=position)
    page = list(imports[: limit + 1])
    following = [str(page[limit - 1].id)] if len(page) > limit else None
    return page[:limit], following


def import_progress(work: Import) -> str:
    """Return how far a running import is, in the words of the worker, or nothing."""
    if work.status != Import.Status.WAITING:
        return ""
    try:
        return str(cache.get(progress_key(work.id), ""))
    except Exception:  # noqa: BLE001  (without Redis nobody knows how far it is)
        return ""


def progress_key(import_id: UUID) -> str:
    """Return where the cache keeps how far an import is."""
    return f"accounts.import.{import_id}"
