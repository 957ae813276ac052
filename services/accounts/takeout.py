"""Everything that this service holds on a customer, as one ZIP that is made while it is sent."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from kernel.money import format_amount
from services.accounts import queries
from services.accounts.commands.customer_details import details_of
from services.accounts.edits import list_customer_edits
from services.accounts.media import EXTENSIONS
from services.accounts.models import Customer
from services.accounts.sheets import write_csv

_EDITS_PAGE: Final = 200
# The law forbids telling people that they were screened, and what it brought.
_SILENT_CHECKS: Final = frozenset({"screening", "source_of_funds"})
_README: Final = """This is everything that the accounts service of the bank holds on you.

Each table is there twice: as JSON for programs and as CSV for spreadsheets.
Amounts are in whole units of their currency, instants in UTC. Movements of money are in your
statements, which the bank's portal offers for download.
"""

Table = tuple[str, list[dict[str, Any]]]


def archive_of(customer: Customer) -> Iterator[bytes]:
    """Yield the bytes of the archive. The tables are small; documents are opened one by one."""
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        for name, rows in _tables(customer):
            archive.writestr(f"{name}.json", json.dumps(rows, indent=2, ensure_ascii=False))
            columns = list(dict.fromkeys(column for row in rows for column in row))
            lines = [[_cell(row.get(column)) for column in columns] for row in rows]
            archive.writestr(f"{name}.csv", write_csv(columns, lines))
            yield out.take()
        for document in queries.list_documents(customer=customer):
            try:
                _, content = queries.read_document(customer=customer, document_id=document.id)
            except queries.DocumentNotFound:
                continue
            extension = EXTENSIONS[document.media_type]
            archive.writestr(f"documents/{document.id}.{extension}", content)
            yield out.take()
    yield out.take()


def _tables(customer: Customer) -> Iterator[Table]:
    yield "customer", [_customer(customer)]
    yield (
        "addresses",
        [
            _plain(row, "kind street postal_code city region country valid_from valid_to")
            for row in queries.list_addresses(customer=customer, with_past=True)
        ],
    )
    yield (
        "documents",
        [
            _plain(
                row, "id kind number country issued_date expires_date media_type size_bytes status"
            )
            | _plain(row, "uploaded_at decided_at")
            for row in queries.list_documents(customer=customer)
        ],
    )
    yield (
        "checks",
        [
            _plain(row, "kind verdict checked_at")
            for row in queries.list_checks(customer=customer)
            if row.kind not in _SILENT_CHECKS
        ],
    )
    yield (
        "decisions",
        [
            _plain(row, "from_status to_status decided_at")
            for row in queries.list_decisions(customer=customer)
        ],
    )
    yield "accounts", _accounts(customer)
    yield "edits", list(_edits(customer))


def _customer(customer: Customer) -> dict[str, Any]:
    details = details_of(customer)
    income = details.pop("income")
    details["income"] = (
        f"{format_amount(income['minor'], currency=income['currency'])} {income['currency']}"
        if income
        else ""
    )
    return {name: _value(value) for name, value in details.items()} | _plain(
        customer, "id status created_at closed_at"
    )


def _accounts(customer: Customer) -> list[dict[str, Any]]:
    return [
        {
            "id": str(each.held.id),
            "number": each.held.number,
            "title": each.held.title,
            "nickname": each.agreed.nickname,
            "product": each.agreed.account_type.name,
            "branch": each.agreed.branch.name,
            "access": each.held.access,
            "status": each.held.status,
            "currency": each.held.currency,
            "balance": format_amount(each.held.balance_minor, currency=each.held.currency),
            "opened_at": _value(each.held.opened_at),
        }
        for each in queries.list_accounts(person_id=customer.id)
    ]


def _edits(customer: Customer) -> Iterator[dict[str, Any]]:
    cursor = None
    while True:
        edits, cursor = list_customer_edits(
            customer=customer, cursor=cursor, limit=_EDITS_PAGE, is_open=True, is_for_staff=False
        )
        for edit in edits:
            by = "you" if edit.actor_id == customer.id else "the bank"
            for change in edit.changes:
                yield {
                    "happened_at": _value(edit.happened_at),
                    "action": edit.action,
                    "by": by,
                    "field": change.field,
                    "before": change.before,
                    "after": change.after,
                }
        if cursor is None:
            return


def _plain(row: Any, names: str) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names.split()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


class _Pipe(io.RawIOBase):
    """What a ZIP is written to: it can not be wound back, only taken from."""

    def __init__(self) -> None:
        """Begin empty."""
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def write(self, data: Any) -> int:
        """Keep the bytes until they are taken."""
        self._waiting += data
        return len(data)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self._waiting)
        self._waiting.clear()
        return taken
