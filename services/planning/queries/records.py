"""Reads: records, filtered, sorted, paged: one query language for the API and the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil, floor
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from kernel.currencies import DECIMALS
from kernel.cursors import CursorInvalid
from kernel.errors import NotFound
from kernel.ids import parse_id
from services.planning.filing import folded, with_size
from services.planning.models import Change, Record, Rule

SORTS: Final = ("-date", "date", "-amount", "amount")


class RecordNotFound(NotFound):
    """There is no such record."""


class RuleNotFound(NotFound):
    """There is no such rule."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordFilter:
    """What to keep. Amounts are whole units without sign; days are included."""

    categories: tuple[UUID, ...] = ()
    kinds: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    account: UUID | None = None
    currency: str = ""
    from_date: date | None = None
    to_date: date | None = None
    min_amount: Decimal | None = None
    max_amount: Decimal | None = None
    text: str = ""
    deleted: bool = False


def get_record(*, person_id: UUID, record_id: UUID) -> Record:
    """Return one record of a person, deleted or not.

    Raises:
        RecordNotFound: there is none, or it is somebody else's.

    """
    record = Record.objects.filter(person_id=person_id, id=record_id).first()
    if record is None:
        raise RecordNotFound
    return record


def list_records(
    *,
    person_id: UUID,
    keep: RecordFilter,
    sort: str,
    cursor: Sequence[Any] | None,
    limit: int,
) -> tuple[list[Record], list[Any] | None]:
    """Return a page of a person's records, and the position of the next one.

    Raises:
        CursorInvalid: the cursor belongs to another list.

    """
    assert sort in SORTS, sort
    by = "size" if sort.endswith("amount") else "booked_on"
    descending = sort.startswith("-")
    records = _kept(Record.objects.filter(person_id=person_id), keep).annotate(size=with_size)
    if cursor is not None:
        first, last_id = _read_position(cursor, by=by)
        side = "lt" if descending else "gt"
        records = records.filter(
            Q(**{f"{by}__{side}": first}) | Q(**{by: first, f"id__{side}": last_id})
        )
    ordered = records.order_by(*([f"-{by}", "-id"] if descending else [by, "id"]))
    found: list[Any] = list(ordered[: limit + 1])
    page, more = found[:limit], len(found) > limit
    if not more:
        return page, None
    last = page[-1]
    first = last.booked_on.isoformat() if by == "booked_on" else abs(last.amount_minor)
    return page, [sort, first, str(last.id)]


def list_changes(*, record_id: UUID) -> list[Change]:
    """Return what a person changed about a record, the newest first."""
    return list(Change.objects.filter(record_id=record_id).order_by("-id"))


def list_rules(*, person_id: UUID) -> list[Rule]:
    """Return a person's rules in the order in which they are asked."""
    return list(Rule.objects.filter(person_id=person_id).order_by("id"))


def get_rule(*, person_id: UUID, rule_id: UUID) -> Rule:
    """Return one rule of a person.

    Raises:
        RuleNotFound: there is none, or it is somebody else's.

    """
    rule = Rule.objects.filter(person_id=person_id, id=rule_id).first()
    if rule is None:
        raise RuleNotFound
    return rule


def _kept(records: QuerySet[Record], keep: RecordFilter) -> QuerySet[Record]:
    records = records.filter(is_live=not keep.deleted)
    wanted = {
        "category__in": keep.categories,
        "kind__in": keep.kinds,
        "source__in": keep.sources,
        "account_id": keep.account,
        "currency": keep.currency,
        "booked_on__gte": keep.from_date,
        "booked_on__lte": keep.to_date,
    }
    records = records.filter(**{name: value for name, value in wanted.items() if value})
    if keep.text:
        text = folded(keep.text)
        records = records.filter(
            Q(counterparty_folded__contains=text)
            | Q(text_folded__contains=text)
            | Q(counterparty_number=text.upper())
        )
    return _of_size(records, keep)


def _of_size(records: QuerySet[Record], keep: RecordFilter) -> QuerySet[Record]:
    """Keep amounts from one to another: a unit has as many minor ones as its currency says."""
    if keep.min_amount is None and keep.max_amount is None:
        return records
    wanted = Q()
    for decimals in sorted(set(DECIMALS.values())):
        codes = [code for code, count in DECIMALS.items() if count == decimals]
        part, factor = Q(currency__in=codes), 10**decimals
        if keep.min_amount is not None:
            part &= Q(size__gte=ceil(keep.min_amount * factor))
        if keep.max_amount is not None:
            part &= Q(size__lte=floor(keep.max_amount * factor))
        wanted |= part
    return records.alias(size=with_size).filter(wanted)


def _read_position(cursor: Sequence[Any], *, by: str) -> tuple[Any, UUID]:
    try:
        sort, first, last = cursor
        last_id = parse_id(last)
        is_amount = sort.endswith("amount")
        position = int(first) if by == "size" else date.fromisoformat(first)
    except (TypeError, ValueError, AttributeError):
        raise CursorInvalid(field="cursor") from None
    if last_id is None or is_amount != (by == "size"):
        raise CursorInvalid(field="cursor")
    return position, last_id
