"""Lines of a period: which entries stand in it, what they come to, and pages of them.

A period is made of business days. An account's entries are in the order of their business days, so
a period is one range of its sequence, and nothing of a closed day ever changes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from kernel import sql
from kernel.ledger.models import Account, Day
from kernel.ledger.queries.paging import TransactionFilter
from kernel.ledger.queries.transactions import Transaction, list_transactions

PAGE: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class LineRange:
    """The lines of a period. `last_sequence` is `first_sequence` - 1 when there are none."""

    first_sequence: int
    last_sequence: int
    opening_minor: int
    closing_minor: int

    @property
    def count(self) -> int:
        """Return how many lines there are."""
        return self.last_sequence - self.first_sequence + 1


@dataclass(frozen=True, kw_only=True, slots=True)
class LineSums:
    """What the lines of a range come to, added up from the entries and not from their balances."""

    count: int = 0
    moved_minor: int = 0
    in_count: int = 0
    in_minor: int = 0
    out_minor: int = 0
    interest_minor: int = 0
    fees_minor: int = 0
    tax_minor: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class FeeSum:
    """What one kind of fee came to. Amounts are positive."""

    note: str
    count: int
    amount_minor: int


def get_open_day() -> date | None:
    """Return the business day that is open, or None before the first one."""
    opened: date | None = (
        Day.objects.filter(status=Day.Status.OPEN)
        .order_by("-business_date")
        .values_list("business_date", flat=True)
        .first()
    )
    return opened


def get_line_range(*, account_id: UUID, from_date: date, to_date: date) -> LineRange:
    """Return which lines of an account stand in the business days from one to another, included.

    A few rows are read, however long the history or the period is.
    """
    first = _first_sequence_from(account_id, from_date)
    after = _first_sequence_from(account_id, to_date + timedelta(days=1))
    return LineRange(
        first_sequence=first,
        last_sequence=after - 1,
        opening_minor=_balance_after(account_id, first - 1),
        closing_minor=_balance_after(account_id, after - 1),
    )


def sum_lines(*, account_id: UUID, lines: LineRange) -> LineSums:
    """Return what the lines of a range come to."""
    if not lines.count:
        return LineSums()
    found = sql.row(
        "SELECT COUNT(*), COALESCE(SUM(amount_minor), 0), "
        "COALESCE(SUM(CASE WHEN amount_minor > 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN amount_minor > 0 THEN amount_minor ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN amount_minor < 0 THEN -amount_minor ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN type = 'interest' THEN amount_minor ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN type = 'fee' THEN -amount_minor ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN type = 'tax' THEN -amount_minor ELSE 0 END), 0) "
        "FROM ledger_entry WHERE account_id = %s AND sequence BETWEEN %s AND %s",
        [account_id, lines.first_sequence, lines.last_sequence],
    )
    assert found is not None
    count, moved, in_count, money_in, money_out, interest, fees, tax = map(int, found)
    return LineSums(
        count=count,
        moved_minor=moved,
        in_count=in_count,
        in_minor=money_in,
        out_minor=money_out,
        interest_minor=interest,
        fees_minor=fees,
        tax_minor=tax,
    )


def list_fee_sums(*, account_id: UUID, lines: LineRange) -> list[FeeSum]:
    """Return the fees of a range by what the bank called them: as many rows as it has fees."""
    found = sql.rows(
        "SELECT COALESCE(n.text, ''), COUNT(*), SUM(-e.amount_minor) FROM ledger_entry e "
        "LEFT JOIN ledger_note n ON n.transfer_id = e.transfer_id "
        "WHERE e.account_id = %s AND e.sequence BETWEEN %s AND %s AND e.type = 'fee' "
        "GROUP BY COALESCE(n.text, '') ORDER BY 1",
        [account_id, lines.first_sequence, lines.last_sequence],
    )
    return [
        FeeSum(note=note, count=int(count), amount_minor=int(sum_)) for note, count, sum_ in found
    ]


def list_day_ends(*, account_id: UUID, lines: LineRange) -> list[tuple[date, int]]:
    """Return the balance at the end of each business day of a range that had a movement."""
    found = sql.rows(
        "SELECT d.business_date, e.balance_minor FROM ledger_entry e JOIN ("
        "SELECT business_date, MAX(sequence) AS last FROM ledger_entry "
        "WHERE account_id = %s AND sequence BETWEEN %s AND %s GROUP BY business_date) d "
        "ON e.sequence = d.last WHERE e.account_id = %s ORDER BY d.business_date",
        [account_id, lines.first_sequence, lines.last_sequence, account_id],
    )
    return [(sql.to_date(day), int(balance)) for day, balance in found]


def read_lines(*, account_id: UUID, lines: LineRange) -> Iterator[Transaction]:
    """Yield the lines of a range in their order, a page at a time: memory does not grow."""
    sequence = lines.first_sequence - 1
    while sequence < lines.last_sequence:
        page = list_transactions(
            account_ids=[account_id],
            keep=TransactionFilter(),
            order="posted_at",
            after=(_LONG_AGO, account_id, sequence),
            limit=min(PAGE, lines.last_sequence - sequence),
        )
        if not page:
            return
        yield from page
        sequence = page[-1].sequence


def list_statement_accounts(
    *, opened_before: datetime, after: UUID | None, limit: int
) -> list[tuple[UUID, str]]:
    """Return the next customer accounts, after `after`, with their status, in order of their id."""
    accounts = Account.objects.filter(kind=Account.Kind.CUSTOMER, opened_at__lt=opened_before)
    if after is not None:
        accounts = accounts.filter(id__gt=after)
    return list(accounts.order_by("id").values_list("id", "status")[:limit])


_LONG_AGO: Final = datetime(1970, 1, 1, tzinfo=UTC)


def _first_sequence_from(account_id: UUID, day: date) -> int:
    # No entry is posted before its business day was opened, so the index by instant leads to the
    # first entry of a day; some that were posted in the second of the change belong to the one
    # before, and are passed over.
    opened = sql.row("SELECT MIN(opened_at) FROM ledger_day WHERE business_date >= %s", [day])
    if opened is not None and opened[0] is not None:
        found = sql.row(
            f"SELECT sequence FROM ledger_entry{sql.force_index('ledger_entry_posted')} "
            "WHERE account_id = %s AND posted_at >= %s AND business_date >= %s "
            "ORDER BY posted_at, sequence LIMIT 1",
            [account_id, sql.to_instant(opened[0]), day],
        )
        if found is not None:
            return int(found[0])
    last = sql.row("SELECT MAX(sequence) FROM ledger_entry WHERE account_id = %s", [account_id])
    return 1 if last is None or last[0] is None else int(last[0]) + 1


def _balance_after(account_id: UUID, sequence: int) -> int:
    if sequence < 1:
        return 0
    found = sql.row(
        "SELECT balance_minor FROM ledger_entry WHERE account_id = %s AND sequence = %s",
        [account_id, sequence],
    )
    assert found is not None, "the entries of an account have no gap"
    return int(found[0])
