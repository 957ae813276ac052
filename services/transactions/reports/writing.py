"""Write a table as JSON or CSV, row by row: memory does not grow with it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Final

from services.transactions.reports.table import Cell, Table

# About how many characters go out at once.
_PIECE: Final = 32_768
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_json(table: Table) -> Iterator[bytes]:
    """Yield a table as one JSON object whose `rows` are objects."""
    head = {
        "report": table.name,
        "title": table.title,
        "from_date": table.from_date.isoformat(),
        "to_date": table.to_date.isoformat(),
        "is_final": table.is_final,
        "columns": list(table.columns),
    }
    yield from _in_pieces(_json_parts(head, table))


def write_csv(table: Table) -> Iterator[bytes]:
    """Yield a table as CSV: a row with the names, then the rows. No text is a formula."""
    yield from _in_pieces(_line(row) for row in _with_names(table))


def _json_parts(head: dict[str, object], table: Table) -> Iterator[str]:
    yield json.dumps(head)[:-1] + ', "rows": ['
    for number, record in enumerate(table.records()):
        yield (", " if number else "") + json.dumps(record)
    yield "]}"


def _with_names(table: Table) -> Iterator[Iterable[Cell]]:
    yield table.columns
    yield from table.rows


def _line(row: Iterable[Cell]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([_shown(cell) for cell in row])
    return text.getvalue()


def _shown(cell: Cell) -> Cell:
    # A spreadsheet is a program for whoever opens it. A number may begin with its sign.
    if not isinstance(cell, str) or not cell.lstrip().startswith(_FORMULA):
        return cell
    return cell if _is_amount(cell) else f"'{cell}"


def _is_amount(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdigit()


def _in_pieces(parts: Iterable[str]) -> Iterator[bytes]:
    waiting, length = [], 0
    for part in parts:
        waiting.append(part)
        length += len(part)
        if length >= _PIECE:
            yield "".join(waiting).encode()
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode()
