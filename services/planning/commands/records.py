"""Records that a person writes, files, deletes and brings back. Each change leaves a row."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from kernel.errors import Invalid, Refused
from kernel.money import decimals_of, format_amount, parse_amount
from services.planning import queries
from services.planning.commands.match_payments import match_payments
from services.planning.filing import file_by_rules, folded, short
from services.planning.models import Change, Record, month_of

_FURTHEST_PAST: Final = timedelta(days=100 * 366)
_FURTHEST_FUTURE: Final = timedelta(days=366)


class RecordOfTheBank(Refused):
    """What the bank booked can be filed, and neither rewritten nor deleted."""


class RecordDeleted(Refused):
    """The record is deleted. Restore it first."""


class RecordDateOutOfRange(Invalid):
    """A record is at most a year ahead and a hundred years old."""


@transaction.atomic
def create_record(
    *,
    person_id: UUID,
    type: str,  # noqa: A002  (the API's word)
    amount: object,
    currency: str,
    date: date,
    now: datetime,
    category: UUID | None = None,
    counterparty: str = "",
    text: str = "",
) -> Record:
    """Write down a movement outside this bank. Without a category, the rules file it.

    Raises:
        CategoryNotFound, CurrencyUnknown, AmountInvalid, RecordDateOutOfRange: in this order.

    """
    filed = None if category is None else _category(person_id, category)
    record = written(
        person_id=person_id,
        kind=type,
        currency=currency,
        amount_minor=_signed(amount, currency=currency, kind=type),
        day=_possible(date, now=now),
        category_id=filed or queries.default_category_id(),
        counterparty=counterparty,
        text=text,
        now=now,
    )
    if filed:
        record.filed_by = Record.FiledBy.PERSON
    file_by_rules([record], queries.list_rules(person_id=person_id))
    record.save()
    _note(record, Change.Action.CREATED, before={}, actor_id=person_id, now=now)
    match_payments(person_id=person_id, since=record.booked_on, now=now)
    record.refresh_from_db()
    return record


@transaction.atomic
def change_record(*, person_id: UUID, record_id: UUID, now: datetime, **wanted: Any) -> Record:
    """Change some of a record: of one of the bank's, only what it is filed under.

    Raises:
        RecordNotFound, RecordDeleted, RecordOfTheBank, CategoryNotFound, CurrencyUnknown,
        AmountInvalid, RecordDateOutOfRange: in this order.

    """
    record = _locked(person_id, record_id)
    if not record.is_live:
        raise RecordDeleted
    if record.source == Record.Source.BANK and wanted.keys() - {"category"}:
        raise RecordOfTheBank
    before = contents_of(record)
    if "category" in wanted:
        record.category_id = _category(person_id, wanted["category"])
        record.filed_by = Record.FiledBy.PERSON
    if wanted.keys() & {"amount", "currency", "type"}:
        amount = wanted.get("amount", before["amount"])
        record.currency = wanted.get("currency", record.currency)
        record.kind = wanted.get("type", record.kind)
        record.amount_minor = _signed(amount, currency=record.currency, kind=record.kind)
    if "date" in wanted:
        record.booked_on = _possible(wanted["date"], now=now)
        record.month = month_of(record.booked_on)
    _describe(
        record,
        counterparty=wanted.get("counterparty", record.counterparty),
        text=wanted.get("text", record.text),
    )
    if wanted.keys() - {"category"}:
        # What it settled, it may settle no more.
        record.plan_id = record.plan_date = None
    record.changed_at = now
    record.save()
    _note(record, Change.Action.CHANGED, before=before, actor_id=person_id, now=now)
    match_payments(person_id=person_id, since=record.booked_on, now=now)
    record.refresh_from_db()
    return record


@transaction.atomic
def delete_record(*, person_id: UUID, record_id: UUID, now: datetime) -> None:
    """Take a record out of everything; it can be restored. Deleting it again changes nothing.

    Raises:
        RecordNotFound, RecordOfTheBank: in this order.

    """
    record = _locked(person_id, record_id)
    if record.source == Record.Source.BANK:
        raise RecordOfTheBank
    if not record.is_live:
        return
    record.is_live, record.deleted_at, record.changed_at = False, now, now
    record.plan_id = record.plan_date = None
    record.save()
    _note(record, Change.Action.DELETED, before=None, actor_id=person_id, now=now)


@transaction.atomic
def restore_record(*, person_id: UUID, record_id: UUID, now: datetime) -> Record:
    """Bring a deleted record back. Restoring one that is there changes nothing.

    Raises:
        RecordNotFound: there is none, or it is somebody else's.

    """
    record = _locked(person_id, record_id)
    if not record.is_live:
        record.is_live, record.deleted_at, record.changed_at = True, None, now
        record.save()
        _note(record, Change.Action.RESTORED, before=None, actor_id=person_id, now=now)
        match_payments(person_id=person_id, since=record.booked_on, now=now)
        record.refresh_from_db()
    return record


def written(
    *,
    person_id: UUID,
    kind: str,
    amount_minor: int,
    currency: str,
    day: date,
    category_id: UUID,
    counterparty: str,
    text: str,
    now: datetime,
) -> Record:
    """Return a record by hand that is not saved yet; `amount_minor` has its sign."""
    record = Record(
        person_id=person_id,
        source=Record.Source.MANUAL,
        kind=kind,
        booked_on=day,
        month=month_of(day),
        amount_minor=amount_minor,
        currency=currency,
        category_id=category_id,
        created_at=now,
        changed_at=now,
    )
    _describe(record, counterparty=counterparty, text=text)
    return record


def contents_of(record: Record) -> dict[str, str]:
    """Return what a person says of a record, as JSON text has it."""
    return {
        "type": str(record.kind),
        "amount": format_amount(abs(record.amount_minor), currency=record.currency),
        "currency": record.currency,
        "date": record.booked_on.isoformat(),
        "category": str(record.category_id),
        "counterparty": record.counterparty,
        "text": record.text,
    }


def _locked(person_id: UUID, record_id: UUID) -> Record:
    records = Record.objects.select_for_update().filter(person_id=person_id, id=record_id)
    record = records.first()
    if record is None:
        raise queries.RecordNotFound
    return record


def _category(person_id: UUID, category_id: UUID) -> UUID:
    found: UUID = queries.get_category(person_id=person_id, category_id=category_id).id
    return found


def _signed(amount: object, *, currency: str, kind: str) -> int:
    decimals_of(currency)
    minor = parse_amount(amount, currency=currency)
    return minor if kind == Record.Kind.INCOME else -minor


def _possible(day: date, *, now: datetime) -> date:
    today = now.date()
    if not today - _FURTHEST_PAST <= day <= today + _FURTHEST_FUTURE:
        raise RecordDateOutOfRange(field="date")
    return day


def _describe(record: Record, *, counterparty: str, text: str) -> None:
    record.counterparty, record.text = short(counterparty), short(text)
    record.counterparty_folded = folded(record.counterparty)
    record.text_folded = folded(record.text)


def _note(
    record: Record,
    action: str,
    *,
    before: dict[str, str] | None,
    actor_id: UUID,
    now: datetime,
) -> None:
    old, new = before, contents_of(record)
    if old is None:
        old = new = {}
    differing = {name for name in new if old.get(name) != new[name]}
    Change.objects.create(
        record=record,
        actor_id=actor_id,
        action=action,
        before={name: old[name] for name in sorted(differing & old.keys())},
        after={name: new[name] for name in sorted(differing)},
        created_at=now,
    )
