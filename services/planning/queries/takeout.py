"""All that planning holds on a person, for the archive that they take away."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet

from kernel.money import format_amount
from kernel.personal import Table
from services.planning.models import (
    Alert,
    Budget,
    Category,
    Change,
    Goal,
    Plan,
    Planner,
    Record,
    Rule,
    Share,
)

_PAGE: Final = 500
_MONEY: Final = "_minor"
# What only searching needs: the text itself stands beside it.
_NOT_SHOWN: Final = ("_folded", "_key")


def tables_of(person_id: UUID) -> list[Table]:
    """Return the tables of a person: what they planned, and every record of their money."""
    mine: dict[str, QuerySet[Any]] = {
        "settings": Planner.objects.filter(person_id=person_id),
        "categories": Category.objects.filter(owner_id=person_id),
        "records": Record.objects.filter(person_id=person_id),
        "record_changes": Change.objects.filter(record__person_id=person_id),
        "rules": Rule.objects.filter(person_id=person_id),
        "plans": Plan.objects.filter(person_id=person_id),
        "goals": Goal.objects.filter(person_id=person_id),
        "budgets": Budget.objects.filter(person_id=person_id),
        "shares": Share.objects.filter(owner_id=person_id),
        "warnings": Alert.objects.filter(person_id=person_id),
    }
    return [Table(name=name, rows=partial(_rows, rows)) for name, rows in mine.items()]


def _rows(rows: QuerySet[Any]) -> Iterator[dict[str, Any]]:
    columns = [
        field.attname
        for field in rows.model._meta.concrete_fields  # noqa: SLF001  (documented API)
        if not field.attname.endswith(_NOT_SHOWN)
    ]
    # A page at a time by key: drivers fetch a whole result otherwise.
    after: dict[str, Any] = {}
    while page := list(rows.filter(**after).order_by("pk")[:_PAGE]):
        yield from (
            {name.removesuffix(_MONEY): _said(row, name) for name in columns} for row in page
        )
        after = {"pk__gt": page[-1].pk}


def _said(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if value is None or not name.endswith(_MONEY) or not getattr(row, "currency", ""):
        return value
    return format_amount(value, currency=row.currency)
