"""Which entries a list keeps, and where its pages begin.

A page of one account is one range of its primary key, so it costs the same after 100 movements and
after 100,000. Over several accounts, a page of each is read and merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Abs, Lower

from kernel.ledger.models import Entry

ORDERS: Final = ("-posted_at", "posted_at", "-amount", "amount")


@dataclass(frozen=True, kw_only=True, slots=True)
class TransactionFilter:
    """What to keep. Amounts are without sign; days are value dates, both included."""

    types: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    min_amount_minor: int | None = None
    max_amount_minor: int | None = None
    text: str = ""


def kept(entries: QuerySet[Entry], keep: TransactionFilter) -> QuerySet[Entry]:
    """Return the entries that a filter keeps."""
    if keep.types:
        entries = entries.filter(type__in=keep.types)
    if keep.from_date:
        entries = entries.filter(value_date__gte=keep.from_date)
    if keep.to_date:
        entries = entries.filter(value_date__lte=keep.to_date)
    if keep.min_amount_minor is not None:
        low = keep.min_amount_minor
        entries = entries.filter(Q(amount_minor__gte=low) | Q(amount_minor__lte=-low))
    if keep.max_amount_minor is not None:
        high = keep.max_amount_minor
        entries = entries.filter(amount_minor__gte=-high, amount_minor__lte=high)
    if keep.text:
        entries = _about(entries, text=keep.text)
    return entries


def _about(entries: QuerySet[Entry], *, text: str) -> QuerySet[Entry]:
    columns = {
        "note_text": "transfer__note__text",
        "payee_title": "transfer__credit_account__title",
        "payer_title": "transfer__debit_account__title",
    }
    if connection.vendor == "mysql":
        # Its columns compare as bytes: case is ignored only where a query says so.
        text = text.lower()
        entries = entries.alias(**{name: Lower(column) for name, column in columns.items()})
    else:
        entries = entries.alias(**{name: F(column) for name, column in columns.items()})
    return entries.filter(
        Q(note_text__icontains=text)
        | Q(amount_minor__lt=0, payee_title__icontains=text)
        | Q(amount_minor__gt=0, payer_title__icontains=text)
    )


def page_of(
    entries: QuerySet[Entry], *, account_id: UUID, order: str, after: tuple[Any, ...] | None
) -> QuerySet[Entry]:
    """Return an account's entries behind a position, in an order."""
    descending = order.startswith("-")
    if order.endswith("amount"):
        return _page_by_amount(entries, account_id=account_id, descending=descending, after=after)
    # An account's entries are in order of time, so its sequence is the order by `posted_at`.
    if after is not None:
        instant, last_account, sequence = after
        if last_account == account_id:
            side = Q(sequence__lt=sequence) if descending else Q(sequence__gt=sequence)
        elif descending:
            strict = account_id > last_account
            side = Q(posted_at__lt=instant) if strict else Q(posted_at__lte=instant)
        else:
            strict = account_id < last_account
            side = Q(posted_at__gt=instant) if strict else Q(posted_at__gte=instant)
        entries = entries.filter(side)
    return entries.order_by("-sequence" if descending else "sequence")


def _page_by_amount(
    entries: QuerySet[Entry],
    *,
    account_id: UUID,
    descending: bool,
    after: tuple[Any, ...] | None,
) -> QuerySet[Entry]:
    entries = entries.annotate(size=Abs("amount_minor"))
    if after is not None:
        size, last_account, sequence = after
        further = Q(size__lt=size) if descending else Q(size__gt=size)
        if last_account == account_id:
            behind = Q(sequence__lt=sequence) if descending else Q(sequence__gt=sequence)
            further |= Q(size=size) & behind
        elif (account_id < last_account) == descending:
            further |= Q(size=size)
        entries = entries.filter(further)
    return (
        entries.order_by("-size", "-sequence")
        if descending
        else entries.order_by("size", "sequence")
    )


def sort_key(entry: Entry, *, order: str) -> tuple[Any, ...]:
    """Return where an entry stands in an order."""
    first = abs(entry.amount_minor) if order.endswith("amount") else entry.posted_at
    return (first, entry.account_id, entry.sequence)
