"""Closing balances of days that are over, set by set: what interest is computed from.

`day_balances_sql` is a named sub-select that another statement may embed, so that a million
balances become a million rows without passing through Python. All days here are balanced ones.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from kernel import sql
from kernel.ids import from_database
from kernel.ledger.internal import internal_id

# The balance by value date at the end of a day: the account's last row up to it.
_CLOSING: Final = (
    "COALESCE((SELECT d.balance_minor FROM ledger_day_balance d WHERE d.account_id = a.id "
    "AND d.value_date <= %s ORDER BY d.value_date DESC LIMIT 1), 0)"
)

# The last business day up to which all are balanced, as a sub-select.
BALANCED_THROUGH: Final = (
    "SELECT MAX(g.business_date) FROM ledger_day g WHERE g.status = 'balanced' AND "
    "g.business_date < (SELECT MIN(o.business_date) FROM ledger_day o WHERE o.status <> 'balanced')"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class AccountRange:
    """Customer accounts whose ids lie from `first_id` to `last_id`, both included."""

    first_id: UUID
    last_id: UUID
    accounts: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Booked:
    """What the ledger's own transfers say was booked as interest on a business day."""

    credited_minor: int
    tax_minor: int
    charged_minor: int


def day_balances_sql(
    *, day: date, product: str, first_id: UUID, last_id: UUID
) -> tuple[str, list[Any]]:
    """Return a query, and its values, of a product's accounts at the end of a day.

    Its columns are account_id, balance_minor and is_closed (1 when it is closed by now). Accounts
    that were opened later are not among them.
    """
    statement = (
        f"SELECT a.id AS account_id, {_CLOSING} AS balance_minor, "
        "CASE WHEN a.status = 'closed' THEN 1 ELSE 0 END AS is_closed "
        "FROM ledger_account a WHERE a.id >= %s AND a.id <= %s AND a.kind = 'customer' "
        "AND a.product = %s AND a.opened_at < %s"
    )
    return statement, [day, first_id, last_id, product, _end_of(day)]


def open_accounts_sql(*, day: date, product: str) -> tuple[str, list[Any]]:
    """Return a query, and its values, of the ids (account_id) of a product's accounts of a day.

    Accounts that were opened later, or are closed by now, are not among them.
    """
    statement = (
        "SELECT a.id AS account_id FROM ledger_account a WHERE a.kind = 'customer' "
        "AND a.status <> 'closed' AND a.product = %s AND a.opened_at < %s"
    )
    return statement, [product, _end_of(day)]


def list_account_ranges(*, products: Collection[str], day: date, size: int) -> list[AccountRange]:
    """Return ranges of up to `size` accounts of these products that were open by the end of a day.

    Every such account lies in one range.
    """
    if not products:
        return []
    # Only where a range begins or ends is read: counting positions is one pass over an index.
    found = sql.rows(
        "SELECT n.id, n.position, n.total FROM (SELECT a.id, "
        "ROW_NUMBER() OVER (ORDER BY a.id) AS position, COUNT(*) OVER () AS total "
        f"FROM ledger_account a WHERE a.kind = 'customer' "
        f"AND a.product IN ({sql.marks(len(products))}) AND a.opened_at < %s) n "
        "WHERE (n.position - 1) %% %s = 0 OR n.position %% %s = 0 OR n.position = n.total "
        "ORDER BY n.position",
        [*products, _end_of(day), size, size],
    )
    ranges: list[AccountRange] = []
    first_id, begun = None, 0
    for identifier, position, total in found:
        if (position - 1) % size == 0:
            first_id, begun = from_database(identifier), position
        if position % size == 0 or position == total:
            assert first_id is not None
            ranges.append(
                AccountRange(
                    first_id=first_id,
                    last_id=from_database(identifier),
                    accounts=position - begun + 1,
                )
            )
    return ranges


def balanced_through() -> date | None:
    """Return the last day up to which all business days are balanced, or None.

    Days on which the bank was away have no business day of their own: they are over with the one
    before them.
    """
    found = sql.row("SELECT MIN(business_date) FROM ledger_day WHERE status <> 'balanced'")
    first = first_business_date()
    if found is None or found[0] is None or first is None:
        return None
    through = sql.to_date(found[0]) - timedelta(days=1)
    return through if through >= first else None


def first_business_date() -> date | None:
    """Return the ledger's first business day, or None before there is one."""
    found = sql.row("SELECT MIN(business_date) FROM ledger_day")
    return sql.to_date(found[0]) if found and found[0] is not None else None


def list_back_dated(*, business_date: date) -> dict[UUID, date]:
    """Return the customer accounts that a business day moved as of an earlier day: the earliest."""
    found: dict[UUID, date] = {}
    for side in ("debit", "credit"):
        for account_id, first in sql.rows(
            f"SELECT t.{side}_account_id, MIN(t.value_date) FROM ledger_transfer t "
            f"WHERE t.business_date = %s AND t.value_date < %s AND t.{side}_sequence IS NOT NULL "
            f"GROUP BY t.{side}_account_id",
            [business_date, business_date],
        ):
            account, day = from_database(account_id), sql.to_date(first)
            found[account] = min(day, found.get(account, day))
    return found


def list_closing_balances(*, account_id: UUID, first: date, last: date) -> dict[date, int]:
    """Return an account's balance by value date at the end of each day of a period."""
    before = sql.row(
        "SELECT balance_minor FROM ledger_day_balance WHERE account_id = %s AND value_date < %s "
        "ORDER BY value_date DESC LIMIT 1",
        [account_id, first],
    )
    moved = {
        sql.to_date(day): int(balance)
        for day, balance in sql.rows(
            "SELECT value_date, balance_minor FROM ledger_day_balance "
            "WHERE account_id = %s AND value_date >= %s AND value_date <= %s",
            [account_id, first, last],
        )
    }
    balance, found = int(before[0]) if before else 0, {}
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        balance = moved.get(day, balance)
        found[day] = balance
    return found


def closing_total_minor(*, day: date, product: str) -> int:
    """Return the sum of a product's balances at the end of a balanced day, another way.

    It starts from the balances as they stand and takes back every movement since; the day balances
    are not asked. One statement, so that it sees one instant.
    """

    def since(side: str) -> str:
        return (
            "COALESCE((SELECT SUM(t.amount_minor) FROM ledger_transfer t "
            f"JOIN ledger_account a ON a.id = t.{side}_account_id "
            "JOIN ledger_day b ON b.business_date = t.business_date "
            "WHERE t.business_date > %s AND (t.value_date > %s OR b.status <> 'balanced') "
            "AND a.kind = 'customer' AND a.product = %s AND a.opened_at < %s), 0)"
        )

    once = [day, day, product, _end_of(day)]
    found = sql.row(
        "SELECT COALESCE((SELECT SUM(c.balance_minor) FROM ledger_account c "
        "WHERE c.kind = 'customer' AND c.product = %s AND c.opened_at < %s), 0) "
        f"- {since('credit')} + {since('debit')}",
        [product, _end_of(day), *once, *once],
    )
    return int(found[0]) if found else 0


def booked_interest(*, business_date: date, currency: str, actor_id: UUID) -> Booked:
    """Return what an actor's transfers of a business day moved on the bank's interest and tax."""

    def moved(kind: str, side: str, purpose: str) -> int:
        found = sql.row(
            "SELECT COALESCE(SUM(amount_minor), 0) FROM ledger_transfer WHERE kind = %s "
            f"AND {side}_account_id = %s AND business_date = %s AND actor_id = %s",
            [kind, internal_id(purpose=purpose, currency=currency), business_date, actor_id],
        )
        return int(found[0]) if found else 0

    return Booked(
        credited_minor=moved("interest", "debit", "interest_expense"),
        tax_minor=moved("tax", "credit", "tax"),
        charged_minor=moved("interest", "credit", "interest_income"),
    )


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
