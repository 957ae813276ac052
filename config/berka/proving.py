"""Compare the bank with its archive: every balance after every row, and the balances of the past.

All of it is read through the ledger's own queries, which are those behind the API.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import zip_longest
from typing import Final

from config.berka import identity
from config.berka.archive import History, Row
from kernel.ledger import queries
from kernel.ledger.queries.transactions import Transaction

MAX_SHOWN: Final = 10
Report = Callable[[int], None]


@dataclass(kw_only=True, slots=True)
class Comparison:
    """How much was compared, how much of it differs, and the first differences in words."""

    compared: int = 0
    differing: int = 0
    shown: list[str] = field(default_factory=list)

    def add(self, difference: str | None) -> None:
        """Count one comparison."""
        self.compared += 1
        if difference is None:
            return
        self.differing += 1
        if len(self.shown) < MAX_SHOWN:
            self.shown.append(difference)


def compare_rows(
    *, histories: Sequence[History], on_row: Report = lambda _count: None
) -> Comparison:
    """Compare each account's entries in their order with its rows: amount, balance and value date.

    An entry too many is a difference too, and so is a row without one.
    """
    comparison = Comparison()
    for history in histories:
        entries = iter(_entries(history))
        balance_minor = 0
        for row in history.rows:
            if row.delta_minor:
                entry = next(entries, None)
                comparison.add(_row_difference(history, row=row, entry=entry))
                balance_minor = entry.balance_minor if entry else balance_minor
            else:
                # Published, but nothing moved: the balance before it is the balance after it.
                comparison.add(_balance_difference(history, row=row, found_minor=balance_minor))
        for entry in entries:
            comparison.add(f"account {history.account_id}: entry {entry.sequence} is in no row.")
        on_row(len(history.rows))
    return comparison


def compare_past_balances(
    *, histories: Sequence[History], on_day: Report = lambda _count: None
) -> Comparison:
    """Ask for the balance on every day on which an account moved, and on the eve of its opening."""
    comparison = Comparison()
    for history in histories:
        account_id = identity.account_id(history.account_id)
        for day, balance_minor in past_balances(history):
            found = queries.get_balance_on(account_id=account_id, day=day).balance_minor
            comparison.add(
                None
                if found == balance_minor
                else f"account {history.account_id} on {day}: {found} instead of {balance_minor}."
            )
            on_day(1)
    return comparison


def past_balances(history: History) -> Iterator[tuple[date, int]]:
    """Yield each day that is compared and the balance at its end: that of the day's last row."""
    yield history.opened - timedelta(days=1), 0
    for row, following in zip_longest(history.rows, history.rows[1:]):
        if following is None or following.value_date != row.value_date:
            yield row.value_date, row.balance_minor


def _entries(history: History) -> list[Transaction]:
    return queries.list_transactions(
        account_ids=[identity.account_id(history.account_id)],
        keep=queries.TransactionFilter(),
        order="posted_at",
        # One more than there should be, so that one too many is seen.
        limit=len(history.rows) + 1,
    )


def _row_difference(history: History, *, row: Row, entry: Transaction | None) -> str | None:
    if entry is None:
        return f"{_name(history, row)}: is not in the ledger."
    if entry.amount_minor != row.delta_minor:
        return f"{_name(history, row)}: moved {entry.amount_minor} instead of {row.delta_minor}."
    if entry.value_date != row.value_date:
        return f"{_name(history, row)}: counts on {entry.value_date}, not on {row.value_date}."
    return _balance_difference(history, row=row, found_minor=entry.balance_minor)


def _balance_difference(history: History, *, row: Row, found_minor: int) -> str | None:
    if found_minor == row.balance_minor:
        return None
    return f"{_name(history, row)}: balance {found_minor} instead of {row.balance_minor}."


def _name(history: History, row: Row) -> str:
    return f"account {history.account_id}, row {row.seq} (trans_id {row.trans_id})"
