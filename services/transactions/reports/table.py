"""A report as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

# Amounts are text with the currency's decimals; what is counted is a number.
Cell = str | int


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """The columns of a report and its rows, which are read as they are written: once.

    `is_final` says that every day of the period is over, so that the same table comes out again.
    """

    name: str
    title: str
    from_date: date
    to_date: date
    is_final: bool
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]

    def records(self) -> Iterator[dict[str, Cell]]:
        """Yield the rows with the names of their columns."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))
