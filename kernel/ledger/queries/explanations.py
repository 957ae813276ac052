"""Why a balance is what it is: where it starts, the movements since, and what they come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from kernel import sql
from kernel.ledger.models import Entry
from kernel.ledger.queries.balances import get_balance_on
from kernel.ledger.queries.transactions import Transaction, describe

# Behind every sequence that there is.
_NO_SEQUENCE: Final = 2**63 - 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """`opening_minor` + `moved_minor` = `balance_minor`; the three are read and not derived.

    `movements` are the newest first. `opening` is the checkpoint: the balance before the oldest of
    them. `behind` is the position of that one: the next page explains the checkpoint.
    """

    balance_minor: int
    opening_minor: int
    moved_minor: int
    movements: list[Transaction]
    behind: tuple[date, int] | None

    @property
    def adds_up(self) -> bool:
        """Return whether the checkpoint and the movements come to the balance."""
        return self.opening_minor + self.moved_minor == self.balance_minor


def explain_balance_at(
    *, account_id: UUID, instant: datetime, before: int | None, limit: int
) -> Explanation:
    """Explain the balance as the bank knew it at an instant by the last `limit` movements.

    `before` is a sequence: then the balance before that movement is explained.
    """
    found = sql.row(
        f"SELECT sequence FROM ledger_entry{sql.force_index('ledger_entry_posted')} "
        "WHERE account_id = %s AND posted_at <= %s ORDER BY posted_at DESC, sequence DESC LIMIT 1",
        [account_id, instant],
    )
    newest = 0 if found is None else int(found[0])
    if before is not None:
        newest = min(newest, before - 1)
    entries = Entry.objects.filter(account_id=account_id, sequence__lte=newest)
    page = list(entries.order_by("-sequence")[:limit])
    if not page:
        return _nothing()
    oldest = page[-1]
    checkpoint = Entry.objects.filter(account_id=account_id, sequence=oldest.sequence - 1).first()
    return Explanation(
        balance_minor=page[0].balance_minor,
        opening_minor=0 if checkpoint is None else checkpoint.balance_minor,
        moved_minor=sum(entry.amount_minor for entry in page),
        movements=describe(page),
        behind=None if oldest.sequence == 1 else (oldest.value_date, oldest.sequence),
    )


def explain_balance_on(
    *, account_id: UUID, day: date, before: tuple[date, int] | None, limit: int
) -> Explanation:
    """Explain the balance that counts at the end of a day by the last `limit` movements.

    `before` is a value date and a sequence: then the balance before that movement is explained. The
    checkpoint is the balance of the day before, and the movements of that day up to the oldest one.
    """
    last, sequence = before or (day, _NO_SEQUENCE)
    last = min(last, day)
    found = sql.rows(
        f"SELECT sequence FROM ledger_entry{sql.force_index('ledger_entry_value')} "
        "WHERE account_id = %s AND value_date <= %s AND (value_date < %s OR sequence < %s) "
        "ORDER BY value_date DESC, sequence DESC LIMIT %s",
        [account_id, last, last, sequence, limit + 1],
    )
    entries = Entry.objects.filter(account_id=account_id, sequence__in=[int(n) for (n,) in found])
    page = list(entries.order_by("-value_date", "-sequence"))
    page, more = page[:limit], len(page) > limit
    if not page:
        return _nothing()
    newest, oldest = page[0], page[-1]
    return Explanation(
        balance_minor=(
            get_balance_on(account_id=account_id, day=day).balance_minor
            if before is None
            else _balance_before(account_id, newest.value_date, newest.sequence + 1)
        ),
        opening_minor=_balance_before(account_id, oldest.value_date, oldest.sequence),
        moved_minor=sum(entry.amount_minor for entry in page),
        movements=describe(page),
        behind=(oldest.value_date, oldest.sequence) if more else None,
    )


def _balance_before(account_id: UUID, day: date, sequence: int) -> int:
    earlier = get_balance_on(account_id=account_id, day=day - timedelta(days=1)).balance_minor
    same_day = sql.row(
        "SELECT COALESCE(SUM(amount_minor), 0) "
        f"FROM ledger_entry{sql.force_index('ledger_entry_value')} "
        "WHERE account_id = %s AND value_date = %s AND sequence < %s",
        [account_id, day, sequence],
    )
    assert same_day is not None
    return earlier + int(same_day[0])


def _nothing() -> Explanation:
    return Explanation(balance_minor=0, opening_minor=0, moved_minor=0, movements=[], behind=None)
