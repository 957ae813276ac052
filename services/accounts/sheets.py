"""Tables that people hand in and take away: CSV and XLSX in, CSV out.

A spreadsheet is a program for whoever opens it: a formula is refused on the way in and made plain
text on the way out.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MOST_ROWS: Final = 50_000
MOST_COLUMNS: Final = 60
LONGEST_CELL: Final = 2_000
# What an XLSX file may unpack to: it is a zip, and a small one may hold a very large one.
MOST_UNPACKED_BYTES: Final = 128 * 1024 * 1024
MOST_PARTS: Final = 500
_ZIP_START: Final = b"PK\x03\x04"
_DELIMITERS: Final = ",;\t"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
FORMULA_MARK: Final = "\x00formula"


class SheetUnreadable(Exception):
    """The file is no CSV in UTF-8 and no XLSX, or too large; the text says which."""


def read_table(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV or XLSX file as texts; the first one has the names of the columns.

    An XLSX cell with a formula is `FORMULA_MARK`.

    Raises:
        SheetUnreadable: while reading, since large files are read as they are used.

    """
    rows = _xlsx(content) if content.startswith(_ZIP_START) else _csv(content)
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise SheetUnreadable(f"A file has at most {MOST_ROWS} rows.")
        if len(row) > MOST_COLUMNS:
            raise SheetUnreadable(f"A row has at most {MOST_COLUMNS} columns.")
        if any(len(cell) > LONGEST_CELL for cell in row):
            raise SheetUnreadable(f"A cell has at most {LONGEST_CELL} characters.")
        yield row


def csv_line(cells: Iterable[Any]) -> str:
    """Return a line of a CSV text in which no cell is a formula to a spreadsheet."""
    text = io.StringIO()
    csv.writer(text).writerow([plain_cell(cell) for cell in cells])
    return text.getvalue()


def plain_cell(value: Any) -> str:
    """Return a value as text that a spreadsheet shows and does not run."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _csv(content: bytes) -> Iterator[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SheetUnreadable("The file is neither an XLSX nor a CSV in UTF-8.") from None
    if "\0" in text:
        raise SheetUnreadable("The file is neither an XLSX nor a CSV in UTF-8.")
    header = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise SheetUnreadable(f"Line {reader.line_num} cannot be read as CSV.") from None


def _xlsx(content: bytes) -> Iterator[list[str]]:
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the file claims about its size is not to be believed.
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1):
            cells = [_cell_text(cell) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            yield cells
    except SheetUnreadable:
        raise
    except (InvalidFileException, zipfile.BadZipFile, *_XML_FAILURES):
        raise SheetUnreadable("The XLSX file is broken.") from None


# openpyxl lets many kinds of failures through when the parts of a file do not fit together.
_XML_FAILURES: Final = (
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    OSError,
    SyntaxError,
)


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise SheetUnreadable("The XLSX file is broken.") from None
    # Reading a part stops at the size that is written here, so the sum is a real bound.
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
        raise SheetUnreadable("The XLSX file unpacks to too much.")


def _cell_text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return FORMULA_MARK
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        # The shortest text that is this number, without an exponent.
        return format(Decimal(repr(value)).normalize(), "f")
    return str(value)
