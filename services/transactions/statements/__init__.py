"""What a statement looks like in each of its formats, and where its files are kept.

A writer takes the head and the lines and yields bytes: lines go through it one by one, so that a
year with a hundred thousand of them needs no more memory than a quiet month.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from services.transactions.statements.camt053 import write_camt053
from services.transactions.statements.head import Head, Line
from services.transactions.statements.json_text import write_json
from services.transactions.statements.mt940 import write_mt940
from services.transactions.statements.ofx import write_ofx
from services.transactions.statements.pdf import is_in_parts, write_pdf
from services.transactions.statements.sheet import write_csv

Writer = Callable[[Head, Iterator[Line]], Iterator[bytes]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Format:
    """One way to write a statement."""

    write: Writer
    content_type: str
    ending: str


FORMATS: Final = {
    "json": Format(write=write_json, content_type="application/json", ending="json"),
    "csv": Format(write=write_csv, content_type="text/csv; charset=utf-8", ending="csv"),
    "pdf": Format(write=write_pdf, content_type="application/pdf", ending="pdf"),
    "ofx": Format(write=write_ofx, content_type="application/x-ofx", ending="ofx"),
    "mt940": Format(write=write_mt940, content_type="text/plain; charset=us-ascii", ending="sta"),
    "camt053": Format(write=write_camt053, content_type="application/xml", ending="xml"),
}
PARTS: Final = Format(write=write_pdf, content_type="application/zip", ending="zip")


def format_of(name: str, *, count: int) -> Format:
    """Return how a statement of `count` lines is written; a long PDF is a ZIP of several."""
    return PARTS if name == "pdf" and is_in_parts(count) else FORMATS[name]
