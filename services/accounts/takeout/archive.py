"""The ZIP of everything that the bank holds on a customer, made while it is sent."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from kernel import personal
from kernel.media import EXTENSIONS
from kernel.personal import Table
from services.accounts import queries
from services.accounts.models import Customer
from services.accounts.sheets import csv_line
from services.accounts.takeout.tables import own_tables

_README: Final = """This is everything that the bank holds on you: what its accounts service keeps
is here, what each of the others keeps is in the folder of its name.

Each table is there twice: as JSON for programs and as CSV for spreadsheets.
Amounts are in whole units of their currency, instants in UTC.
"""
# What is waiting to be sent is handed on when it has come to so much.
_PIECE: Final = 64 * 1024


def archive_of(customer: Customer) -> Iterator[bytes]:
    """Yield the bytes of the archive, a row or a document at a time."""
    out = _Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", _README)
        for path, table in _tables(customer):
            for text in (_json, _csv):
                with archive.open(f"{path}.{text.__name__[1:]}", "w") as file:
                    for part in text(table):
                        file.write(part.encode())
                        if out.waiting > _PIECE:
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


def _tables(customer: Customer) -> Iterator[tuple[str, Table]]:
    for table in own_tables(customer):
        yield table.name, table
    for holding in personal.holdings():
        for table in holding.tables(customer.id):
            yield f"{holding.service}/{table.name}", table


def _json(table: Table) -> Iterator[str]:
    between = "[\n"
    for row in table.rows():
        said = {name: _value(value) for name, value in row.items()}
        yield between + json.dumps(said, ensure_ascii=False)
        between = ",\n"
    yield "[]\n" if between == "[\n" else "\n]\n"


def _csv(table: Table) -> Iterator[str]:
    columns: list[str] | None = None
    for row in table.rows():
        if columns is None:
            columns = list(row)
            yield csv_line(columns)
        yield csv_line(_cell(_value(row[column])) for column in columns)


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

    @property
    def waiting(self) -> int:
        """Return how many bytes there are to take."""
        return len(self._waiting)

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
