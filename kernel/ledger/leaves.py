"""Transfers as they are sealed: every field of the row and of both entries, in one form.

A receipt shows the whole leaf to whoever took part. What only one side may know (its balance, its
sequence, who asked) stands in the leaf as the salted hash of a part, which is shown to that side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from kernel import sql
from kernel.ids import from_database
from kernel.ledger.merkle import leaf_hash, part_hash, part_salt

CHUNK: Final = 1024
FIRST: Final = UUID(int=0)
_ENTRY: Final = (
    "{0}.transfer_id, {0}.type, {0}.amount_minor, {0}.balance_minor, {0}.business_date, "
    "{0}.value_date, {0}.posted_at"
)
_ENTRY_COLUMNS: Final = 7
_TRANSFERS: Final = (
    "SELECT t.id, t.kind, t.debit_account_id, t.credit_account_id, t.debit_sequence, "
    "t.credit_sequence, t.amount_minor, t.currency, t.business_date, t.value_date, t.posted_at, "
    "t.actor_id, t.note_hash, t.reverses_id, t.linked_id, "
    f"{_ENTRY.format('d')}, {_ENTRY.format('c')} FROM ledger_transfer t "
    "LEFT JOIN ledger_entry d ON d.account_id = t.debit_account_id "
    "AND d.sequence = t.debit_sequence "
    "LEFT JOIN ledger_entry c ON c.account_id = t.credit_account_id "
    "AND c.sequence = t.credit_sequence "
)
_COLUMNS: Final = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """A transfer as it is sealed."""

    transfer_id: UUID
    content: dict[str, Any]
    parts: dict[str, dict[str, Any]]
    salts: dict[str, bytes]
    hash: bytes


def read_leaves(*, business_date: date, salt: bytes) -> Iterator[Leaf]:
    """Yield the leaves of a day in the order of the transfers' ids, a chunk in memory at a time."""
    after = FIRST
    while True:
        found = sql.rows(
            f"{_TRANSFERS}WHERE t.business_date = %s AND t.id > %s ORDER BY t.id LIMIT {CHUNK}",
            [business_date, after],
        )
        for record in found:
            yield _leaf(record, salt=salt)
        if len(found) < CHUNK:
            return
        after = from_database(found[-1][0])


def read_leaf(*, transfer_id: UUID, salt: bytes) -> Leaf | None:
    """Return one transfer's leaf."""
    record = sql.row(f"{_TRANSFERS}WHERE t.id = %s", [transfer_id])
    return None if record is None else _leaf(record, salt=salt)


def _leaf(record: Sequence[Any], *, salt: bytes) -> Leaf:
    (
        identifier,
        kind,
        debit,
        credit,
        debit_sequence,
        credit_sequence,
        amount,
        currency,
        business_date,
        value_date,
        posted_at,
        actor,
        note_hash,
        reverses,
        linked,
    ) = record[:_COLUMNS]
    transfer_id = from_database(identifier)
    entries = record[_COLUMNS : _COLUMNS + _ENTRY_COLUMNS], record[_COLUMNS + _ENTRY_COLUMNS :]
    parts = {
        "debit": _side(debit, debit_sequence, entries[0]),
        "credit": _side(credit, credit_sequence, entries[1]),
        "actor": {"person": _id(actor)},
    }
    salts = {
        name: part_salt(day_salt=salt, transfer_id=transfer_id.bytes, name=name) for name in parts
    }
    content = {
        "id": str(transfer_id),
        "kind": kind,
        "debit_account": _id(debit),
        "credit_account": _id(credit),
        "amount_minor": amount,
        "currency": currency,
        "business_date": _day(business_date),
        "value_date": _day(value_date),
        "posted_at": _instant(posted_at),
        "note_hash": None if note_hash is None else bytes(note_hash).hex(),
        "reverses": _id(reverses),
        "linked": _id(linked),
        "parts": {name: part_hash(part, salt=salts[name]).hex() for name, part in parts.items()},
    }
    return Leaf(
        transfer_id=transfer_id, content=content, parts=parts, salts=salts, hash=leaf_hash(content)
    )


def _side(account: object, sequence: int | None, entry: Sequence[Any]) -> dict[str, Any]:
    transfer, kind, amount, balance, business_date, value_date, posted_at = entry
    return {
        "account": _id(account),
        "sequence": sequence,
        "transfer": _id(transfer),
        "type": kind,
        "amount_minor": amount,
        "balance_minor": balance,
        "business_date": _day(business_date),
        "value_date": _day(value_date),
        "posted_at": _instant(posted_at),
    }


def _id(value: object) -> str | None:
    return None if value is None else str(from_database(value))


def _day(value: Any) -> str | None:
    return None if value is None else sql.to_date(value).isoformat()


def _instant(value: Any) -> str | None:
    moment: datetime | None = sql.to_instant(value)
    if moment is None:
        return None
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
