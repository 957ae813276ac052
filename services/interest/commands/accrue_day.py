"""Accrue a day for a range of accounts: one INSERT ... SELECT for each account type."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from kernel import sql
from kernel.ids import from_database
from kernel.ledger import commands as ledger
from services.interest.arithmetic import NANO, State, day_of
from services.interest.commands.formulas import accrued_sql, charged_sql, is_set_based
from services.interest.queries.days import FENCE, Day, DayTerms, states_sql

# The reason of the ledger's block on an account that has interest to get or to pay.
UNPAID: Final = "unpaid_interest"
# What rounds to a minor unit, so that there is something to book.
HALF: Final = NANO // 2
_COLUMNS: Final = (
    "business_date, account_id, rate_id, balance_minor, accrued_nano, charged_nano, "
    "uncredited_nano, uncharged_nano, joined_nano"
)


def accrue_range(day: Day, *, first_id: UUID, last_id: UUID, now: datetime) -> int:
    """Write the day's rows of the accounts in a range and return how many.

    The primary key refuses a second row of an account and day: then nothing of the chunk stands.
    An account with interest that is not paid cannot be closed from then on.
    """
    rows = sum(
        _insert_set(day, one, first_id=first_id, last_id=last_id)
        if is_set_based()
        else _insert_computed(day, one, first_id=first_id, last_id=last_id)
        for one in day.terms
    )
    _keep_open(day, first_id=first_id, last_id=last_id, now=now)
    return rows


def _keep_open(day: Day, *, first_id: UUID, last_id: UUID, now: datetime) -> None:
    # Deposits have a block of their own.
    rates = [one.rate.id for one in day.terms if not one.is_deposit]
    if not rates:
        return
    # Who had something to book before this day has the block, unless a settlement took it away or a
    # correction came in with it: so a scan of the new rows finds the few that need one.
    new = (
        f"(r.uncredited_nano >= {HALF} AND r.uncredited_nano - r.accrued_nano < {HALF}) "
        f"OR (r.uncharged_nano >= {HALF} AND r.uncharged_nano - r.charged_nano < {HALF})"
    )
    values: list[Any] = [day.business_date, first_id, last_id, *rates]
    for has_some, table, column, on in (
        (day.has_postings, "interest_posting", "period_end_date", timedelta(days=1)),
        (day.has_corrections, "interest_correction", "business_date", timedelta(0)),
    ):
        if has_some:
            new += (
                f" OR ((r.uncredited_nano >= {HALF} OR r.uncharged_nano >= {HALF}) AND EXISTS "  # noqa: S608
                f"(SELECT 1 FROM {table} s WHERE s.{column} = %s AND s.account_id = r.account_id))"
            )
            values.append(day.business_date - on)
    ledger.block_closing_of(
        accounts="SELECT r.account_id FROM interest_accrual r WHERE r.business_date = %s "  # noqa: S608
        "AND r.account_id >= %s AND r.account_id <= %s "
        f"AND r.rate_id IN ({sql.marks(len(rates))}) AND ({new})",
        values=values,
        service="interest",
        reason=UNPAID,
        now=now,
    )


def _insert_set(day: Day, one: DayTerms, *, first_id: UUID, last_id: UUID) -> int:
    states, values = states_sql(day, one, first_id=first_id, last_id=last_id)
    accrued = accrued_sql(one.terms, fraction=one.fraction)
    charged = charged_sql(one.terms, fraction=one.fraction)
    return sql.execute(
        f"INSERT INTO interest_accrual ({_COLUMNS}) SELECT CAST(%s AS DATE), w.account_id, %s, "  # noqa: S608
        "w.balance_minor, w.accrued, w.charged, w.uncredited_nano + w.accrued, "
        "w.uncharged_nano + w.charged, w.joined_nano FROM (SELECT x.account_id, x.balance_minor, "
        f"x.joined_nano, x.uncredited_nano, x.uncharged_nano, {accrued} AS accrued, "
        f"{charged} AS charged FROM ({states}) x {FENCE}) w",
        [day.business_date, one.rate.id, *values],
    )


def _insert_computed(day: Day, one: DayTerms, *, first_id: UUID, last_id: UUID) -> int:
    states, values = states_sql(day, one, first_id=first_id, last_id=last_id)
    records = []
    for account, *columns in sql.rows(states, values):
        balance, joined, uncredited, uncharged = (int(value) for value in columns)
        state = State(
            balance_minor=balance,
            joined_nano=joined,
            uncredited_nano=uncredited,
            uncharged_nano=uncharged,
        )
        accrued, charged = day_of(one.terms, state=state, fraction=one.fraction)
        records.append(
            (
                day.business_date,
                from_database(account),
                one.rate.id,
                balance,
                accrued,
                charged,
                uncredited + accrued,
                uncharged + charged,
                joined,
            )
        )
    sql.insert_many("interest_accrual", _COLUMNS, records)
    return len(records)


def preview_range(day: Day, *, first_id: UUID, last_id: UUID) -> tuple[int, int, int, int]:
    """Return what accruing a range would write: rows, balances, accrued and charged. No row is."""
    found = [0, 0, 0, 0]
    for one in day.terms:
        for position, value in enumerate(_preview(day, one, first_id=first_id, last_id=last_id)):
            found[position] += value
    return found[0], found[1], found[2], found[3]


def _preview(day: Day, one: DayTerms, *, first_id: UUID, last_id: UUID) -> list[int]:
    states, values = states_sql(day, one, first_id=first_id, last_id=last_id)
    if is_set_based():
        accrued = accrued_sql(one.terms, fraction=one.fraction)
        charged = charged_sql(one.terms, fraction=one.fraction)
        sums = sql.row(
            "SELECT COUNT(*), COALESCE(SUM(x.balance_minor), 0), "  # noqa: S608
            f"COALESCE(SUM({accrued}), 0), COALESCE(SUM({charged}), 0) FROM ({states}) x",
            values,
        )
        assert sums is not None
        return [int(value) for value in sums]
    total = [0, 0, 0, 0]
    for _, *columns in sql.rows(states, values):
        balance, joined, uncredited, uncharged = (int(value) for value in columns)
        state = State(
            balance_minor=balance,
            joined_nano=joined,
            uncredited_nano=uncredited,
            uncharged_nano=uncharged,
        )
        earned, cost = day_of(one.terms, state=state, fraction=one.fraction)
        total = [total[0] + 1, total[1] + balance, total[2] + earned, total[3] + cost]
    return total
