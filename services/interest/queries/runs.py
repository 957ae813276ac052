"""Reads: the runs and how far they have come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, Sum

from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from services.interest.models import InterestRun, InterestRunChunk


class InterestRunNotFound(NotFound):
    """There is no such interest run."""


class Progress(NamedTuple):
    """How far a run has come: chunks done and planned, accounts written, accounts refused."""

    chunks_done: int
    chunks: int
    rows: int
    excepted: int


def get_run(*, run_id: UUID) -> InterestRun:
    """Return a run.

    Raises:
        InterestRunNotFound: there is none.

    """
    run = InterestRun.objects.filter(id=run_id).first()
    if run is None:
        raise InterestRunNotFound
    return run


def list_runs(
    *, limit: int, kind: str | None = None, cursor: Sequence[Any] | None = None
) -> tuple[list[InterestRun], list[Any] | None]:
    """Return a page of runs, the latest business date first, and the position of the next page.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    runs = InterestRun.objects.all()
    if kind is not None:
        runs = runs.filter(kind=kind)
    if cursor is not None:
        day, last_kind = _read_position(cursor)
        # On one date the credit comes after the accrual, so it is the later one of the two.
        runs = runs.filter(Q(business_date__lt=day) | Q(business_date=day, kind__lt=last_kind))
    found = list(runs.order_by("-business_date", "-kind")[: limit + 1])
    page = found[:limit]
    more = len(found) > limit
    return page, [page[-1].business_date.isoformat(), str(page[-1].kind)] if more else None


def progress_of(run_ids: Sequence[UUID]) -> dict[UUID, Progress]:
    """Return how far runs have come, by their ids."""
    chunks = InterestRunChunk.objects.filter(run_id__in=run_ids).order_by()
    found = chunks.values("run_id").annotate(
        all=Count("position"), done=Count("done_at"), rows=Sum("rows"), excepted=Sum("excepted")
    )
    return {
        one["run_id"]: Progress(one["done"], one["all"], one["rows"], one["excepted"])
        for one in found
    }


def _read_position(cursor: Sequence[Any]) -> tuple[date, str]:
    if len(cursor) != 2 or not all(isinstance(part, str) for part in cursor):  # noqa: PLR2004
        raise CursorInvalid(field="cursor")
    day, kind = cursor
    if kind not in InterestRun.Kind.values:
        raise CursorInvalid(field="cursor")
    try:
        return date.fromisoformat(day), kind
    except ValueError:
        raise CursorInvalid(field="cursor") from None
