"""Past movements by the million, written set-based: what years of use leave behind.

Accounts form two halves. In each round every account of one half moves money with one of the other,
a different one each time and back again in the next round, so a round is one entry of each account
and its sequence is the round. All of it lies on balanced days, as real history does.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from tests.bench.world import CURRENCY, DAYS, FUNDS_MINOR, Holding, midnight, session

# The sequence is unsigned, and amounts are not.
_AMOUNT: Final = "CAST(100 + ((r.seq + 1) DIV 2) MOD 50 AS SIGNED)"
_ODD: Final = "(r.seq MOD 2 = 1)"
_BACK: Final = f"INTERVAL ((r.seq - 1) * {DAYS} DIV %(rounds)s) DAY"
_DAY: Final = f"(%(first)s + {_BACK})"
# Behind the funding of the first day, a microsecond apart.
_AT: Final = f"(%(start)s + {_BACK} + INTERVAL r.seq MICROSECOND)"


def _transfer_id(place: str) -> str:
    # As the bank's: time-ordered and even.
    return (
        "UNHEX(CONCAT(LPAD(HEX(%(milliseconds)s + r.seq), 12, '0'), '7', "
        f"LPAD(HEX({place}), 3, '0'), %(tag)s, LPAD(HEX(r.seq * 2), 11, '0')))"
    )


def give_history(url: str, held: list[Holding], *, movements: int, now: datetime) -> None:
    """Give each of these fresh accounts `movements` past movements, its funding included."""
    half, rounds = len(held) // 2, movements - 1
    assert len(held) == half * 2
    assert half < 0x1000
    first = now.date() - timedelta(days=DAYS)
    start = midnight(first) + timedelta(seconds=10)
    values: dict[str, Any] = {
        "first": first,
        "start": start,
        "rounds": rounds,
        "half": half,
        "funds": FUNDS_MINOR,
        "milliseconds": int(start.timestamp() * 1000),
        "tag": "8" + held[0].account_id.hex[-3:],
    }
    with session(url) as cursor:
        cursor.execute("SET SESSION unique_checks = 0, foreign_key_checks = 0")
        cursor.execute("CREATE TEMPORARY TABLE a (place INT PRIMARY KEY, id BINARY(16) UNIQUE)")
        cursor.execute("CREATE TEMPORARY TABLE b (place INT PRIMARY KEY, id BINARY(16) UNIQUE)")
        for table in "ab":
            cursor.executemany(
                f"INSERT INTO {table} (place, id) VALUES (%s, %s)",
                [(place, one.account_id.bytes) for place, one in enumerate(held)],
            )
        for statement in (_TRANSFERS, _ENTRIES, _FORGET_DAYS, _DAYS, _ACCOUNTS):
            cursor.execute(statement.replace("ROUNDS", str(rounds)), values)
        cursor.execute("DROP TEMPORARY TABLE a, b")


_TRANSFERS: Final = (
    "INSERT INTO ledger_transfer (id, kind, debit_account_id, credit_account_id, debit_sequence, "
    "credit_sequence, amount_minor, currency, business_date, value_date, posted_at) "
    f"SELECT {_transfer_id('a.place')}, 'transfer', IF({_ODD}, a.id, b.id), "
    f"IF({_ODD}, b.id, a.id), r.seq + 1, r.seq + 1, {_AMOUNT}, '{CURRENCY}', {_DAY}, {_DAY}, {_AT} "
    "FROM seq_1_to_ROUNDS r STRAIGHT_JOIN a STRAIGHT_JOIN b "
    "ON b.place = %(half)s + (a.place + r.seq) MOD %(half)s WHERE a.place < %(half)s"
)
_SIGN: Final = f"IF({_ODD} = (a.place < %(half)s), -1, 1)"
_PAYER: Final = (
    "IF(a.place < %(half)s, a.place, (a.place + (r.seq DIV %(half)s + 1) * %(half)s - r.seq) "
    "MOD %(half)s)"
)
_ENTRIES: Final = (
    "INSERT INTO ledger_entry (account_id, sequence, transfer_id, type, amount_minor, "
    "balance_minor, business_date, value_date, posted_at) "
    f"SELECT a.id, r.seq + 1, {_transfer_id(_PAYER)}, "
    f"IF({_SIGN} < 0, 'transfer_out', 'transfer_in'), {_SIGN} * {_AMOUNT}, "
    f"%(funds)s + IF({_ODD}, {_SIGN} * {_AMOUNT}, 0), {_DAY}, {_DAY}, {_AT} "
    "FROM a STRAIGHT_JOIN seq_1_to_ROUNDS r"
)
_FORGET_DAYS: Final = "DELETE FROM ledger_day_balance WHERE account_id IN (SELECT id FROM a)"
_DAYS: Final = (
    "INSERT INTO ledger_day_balance (account_id, value_date, balance_minor, through_date) "
    "SELECT e.account_id, e.value_date, e.balance_minor, e.value_date FROM (SELECT x.account_id, "
    "x.value_date, MAX(x.sequence) AS sequence FROM a JOIN ledger_entry x ON x.account_id = a.id "
    "GROUP BY x.account_id, x.value_date) l JOIN ledger_entry e ON e.account_id = l.account_id "
    "AND e.sequence = l.sequence"
)
_ACCOUNTS: Final = (
    "UPDATE ledger_account t JOIN a ON a.id = t.id JOIN ledger_entry e ON e.account_id = t.id "
    "AND e.sequence = %(rounds)s + 1 SET t.balance_minor = e.balance_minor, "
    "t.sequence = e.sequence, t.last_posted_at = e.posted_at"
)
