"""A statement as CSV. A spreadsheet is a program for whoever opens it: no text is a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

from services.transactions.statements.head import Head, Line

COLUMNS: Final = (
    "booking_date",
    "value_date",
    "type",
    "counterparty",
    "counterparty_number",
    "note",
    "amount",
    "balance",
    "currency",
    "id",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def write_csv(head: Head, lines: Iterator[Line]) -> Iterator[bytes]:
    """Yield a header and a row for each line. Amounts have a sign and are numbers."""
    yield _row(COLUMNS)
    for line in lines:
        yield _row(
            (
                line.business_date.isoformat(),
                line.value_date.isoformat(),
                line.type,
                shown(line.counterparty_name),
                shown(line.counterparty_number or ""),
                shown(line.note),
                head.amount(line.amount_minor),
                head.amount(line.balance_minor),
                head.currency,
                str(line.id),
            )
        )


def shown(text: str) -> str:
    """Return text that a spreadsheet shows and does not run."""
    # Some programs look past blanks in front.
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text[:1] in _FORMULA else text


def _row(cells: Iterable[Any]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
